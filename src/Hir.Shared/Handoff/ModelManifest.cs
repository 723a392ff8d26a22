using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hir.Shared.Handoff;

/// <summary>
/// What a published model folder holds: its manifest.json, which is written last. The hash of its bytes is the model's fingerprint.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>
    /// The format that this program writes: 2 since the graphs have the layout and the names of Optimum, and the sampler's have their own.
    /// </summary>
    public const int CurrentFormat = 2;

    /// <summary>The oldest format that it reads. Folders of format 1 differ in their graphs alone.</summary>
    private const int OldestFormat = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The version of this format.</summary>
    [JsonRequired]
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>The model's version in its run; 0 is the model that the run started from.</summary>
    [JsonRequired]
    public required int ModelVersion { get; init; }

    /// <summary>The version that it was trained from, or null.</summary>
    public int? ParentVersion { get; init; }

    /// <summary>The family of networks, as in config.json's model_type.</summary>
    [JsonRequired]
    public required string Architecture { get; init; }

    /// <summary>The element type of weights and arithmetic: float32, float16 or bfloat16.</summary>
    [JsonRequired]
    public required string Dtype { get; init; }

    /// <summary>
    /// What trying the graphs out found; null where they were not tried. A version that is published with the graphs of its parent has the
    /// parent's.
    /// </summary>
    public ModelVerification? Verification { get; init; }

    /// <summary>The quantized variants that lie in the folder; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ModelVariant>? Variants { get; init; }

    /// <summary>Every other file of the folder, by name in ordinal order.</summary>
    [JsonRequired]
    public required IReadOnlyList<FileDigest> Files { get; init; }

    /// <summary>The manifest's bytes: the same for the same content.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>Reads a manifest's bytes and checks what can be checked without the folder.</summary>
    /// <param name="bytes">The content of the file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="InputException">It is no manifest, or one of another format version: all problems.</exception>
    public static ModelManifest Parse(ReadOnlyMemory<byte> bytes, string path)
    {
        ModelManifest manifest;
        try
        {
            manifest = BoundedJson.Deserialize<ModelManifest>(bytes, Json);
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: it is not a model folder's manifest: {e.Message}", e);
        }

        if (manifest.FormatVersion is < OldestFormat or > CurrentFormat)
        {
            throw new InputException(
                $"{path}: format_version is {manifest.FormatVersion}, "
                + $"and this version of Hir reads {OldestFormat} to {CurrentFormat}. Export the model again.");
        }

        List<string> problems = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (FileDigest file in manifest.Files)
        {
            if (file is null || string.IsNullOrEmpty(file.Name) || file.Name is "." or ".."
                || file.Name.AsSpan().ContainsAny('/', '\\', '\0'))
            {
                problems.Add($"{path}: '{file?.Name}' is not the name of a file of the folder.");
                continue;
            }

            if (!names.Add(file.Name)) problems.Add($"{path}: file '{file.Name}' is listed twice.");
            if (file.Bytes < 0) problems.Add($"{path}: file '{file.Name}' has bytes {file.Bytes}; 0 or more is needed.");
            if (file.Sha256 is not { Length: 64 } || !file.Sha256.All(char.IsAsciiHexDigitLower))
            {
                problems.Add($"{path}: file '{file.Name}' has sha256 '{file.Sha256}'; 64 lower-case hexadecimal digits are needed.");
            }
        }

        problems.AddRange(VariantProblems(manifest, names).Select(problem => $"{path}: {problem}"));
        return problems.Count == 0 ? manifest : throw new InputException(problems);
    }

    private static IEnumerable<string> VariantProblems(ModelManifest manifest, HashSet<string> files)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ModelVariant variant in manifest.Variants ?? [])
        {
            if (variant?.Name is null || variant.Graphs is null || variant.Weights is null)
            {
                yield return "a variant has no name, no graphs or no weights.";
                continue;
            }

            if (!names.Add(variant.Name)) yield return $"variant '{variant.Name}' is listed twice.";
            foreach (string file in variant.Graphs.Append(variant.Weights).Where(file => file is null || !files.Contains(file)))
            {
                yield return $"variant '{variant.Name}' has the file '{file}', which is not listed.";
            }
        }
    }
}
