using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;

namespace Hir.Export;

/// <summary>
/// A model folder that is complete but for its manifest, under the name of a working folder: it can be opened and tried before it becomes the
/// model. Disposing without <see cref="Publish"/> deletes it.
/// </summary>
public sealed class ModelDraft : IDisposable
{
    private readonly AtomicFolder _folder;
    private readonly ModelManifest _manifest;

    internal ModelDraft(AtomicFolder folder, ModelManifest manifest) => (_folder, _manifest) = (folder, manifest);

    /// <summary>Where the folder lies until it is published.</summary>
    public string Path => _folder.WorkingPath;

    /// <summary>The element type of its weights and graphs.</summary>
    public WeightDtype Dtype => WeightDtypes.Named(_manifest.Dtype) ?? throw new InvalidOperationException($"The draft has type {_manifest.Dtype}.");

    /// <summary>Writes the manifest and lets the folder appear under its name.</summary>
    /// <param name="verification">What trying it out found; null where it was not tried.</param>
    /// <param name="variants">The same of each variant that was tried, by its name.</param>
    /// <exception cref="InputException">Another writer published the same folder meanwhile.</exception>
    /// <exception cref="IOException">Writing failed; nothing is left behind once this is disposed.</exception>
    public ModelFolder Publish(ModelVerification? verification, IReadOnlyDictionary<string, ModelVerification>? variants = null)
    {
        ModelManifest manifest = _manifest with
        {
            Verification = verification,
            Variants = _manifest.Variants is null ? null : [.. _manifest.Variants.Select(v => v with { Verification = variants?.GetValueOrDefault(v.Name) })],
        };
        _folder.WriteFile(ModelManifest.FileName, manifest.ToBytes());
        _folder.Publish();
        return ModelFolder.Open(_folder.Destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
