using System.Runtime.InteropServices;
using Hir.Export;
using Hir.Learner.Parameters;
using Hir.Shared.Handoff;

namespace Hir.Learner.Publishing;

/// <summary>Publishes the learner's weights under their Hugging Face names.</summary>
internal static class ModelVersionWriter
{
    /// <summary>
    /// Writes a model folder of the source's element type; it appears whole or not at all. The learner's own weights stay as they are: with a
    /// narrower type the published version is their rounding.
    /// </summary>
    public static ModelFolder Write(
        string folder, ModelFolder source, FlatParameters parameters, int version, int? parentVersion,
        IReadOnlyList<string> variants, Action<VariantWritten>? onVariant) =>
        ModelPublisher.Publish(new PublishRequest
        {
            Destination = folder,
            SourceFolder = source.Path,
            Dtype = source.Dtype,
            ModelVersion = version,
            ParentVersion = parentVersion,
            Variants = variants,
            OnVariant = onVariant,
            Weights = [.. parameters.Layout.Slots.Select(slot => new WeightSource(
                slot.Name, slot.Shape, take => parameters.Write(slot, elements => take(MemoryMarshal.AsBytes(elements)))))],
        });
}
