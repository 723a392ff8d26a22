namespace Hir.Shared.Handoff;

/// <summary>A second set of the sampler's graphs, over quantized weights, that lies in a model folder beside the full one.</summary>
/// <param name="Name">int8 or int4: what --variant and sampler.variant call it.</param>
/// <param name="Graphs">Its graphs' file names.</param>
/// <param name="Weights">The file of its quantized weights; what is not quantized its graphs take from model.safetensors.</param>
public sealed record ModelVariant(string Name, IReadOnlyList<string> Graphs, string Weights)
{
    /// <summary>The variant whose weights have 8 bits.</summary>
    public const string Int8 = "int8";

    /// <summary>The variant whose weights have 4 bits.</summary>
    public const string Int4 = "int4";

    /// <summary>The names that there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [Int8, Int4];

    /// <summary>How far it is from the learner's model; null where it was not tried, as in the versions that training publishes.</summary>
    public ModelVerification? Verification { get; init; }

    /// <summary>The name of a variant's counterpart of a file: sampler_decoder.onnx and int8 give sampler_decoder_int8.onnx.</summary>
    /// <param name="file">The name of the full model's file.</param>
    /// <param name="variant">The variant, or null for the full model's own file.</param>
    public static string FileName(string file, string? variant) =>
        variant is null ? file : $"{Path.GetFileNameWithoutExtension(file)}_{variant}{Path.GetExtension(file)}";

    /// <summary>What is wrong with a variant's name, or null.</summary>
    public static string? Problem(string name) => Names.Contains(name)
        ? null
        : $"there is no variant of that name; use {string.Join(" or ", Names)}, or leave it out for full precision";
}
