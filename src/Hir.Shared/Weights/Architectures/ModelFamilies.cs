using Hir.Shared.Weights.Architectures.Families;

namespace Hir.Shared.Weights.Architectures;

/// <summary>
/// The families of networks that Hir knows. A new decoder-only family is a <see cref="DecoderFamily"/> in a file of its own and a line here
/// (docs/models.md).
/// </summary>
public static class ModelFamilies
{
    private static readonly Dictionary<string, Func<ConfigReader, ModelConfig>> Readers = new(StringComparer.Ordinal)
    {
        [T5Config.Architecture] = T5Config.Read,
        [Llama.Family.ModelType] = Llama.Family.Read,
        [Qwen2.Family.ModelType] = Qwen2.Family.Read,
        [Qwen3.Family.ModelType] = Qwen3.Family.Read,
    };

    /// <summary>The values of model_type that are supported.</summary>
    public static IReadOnlyCollection<string> Names => Readers.Keys;

    internal static ModelConfig Read(ConfigReader reader)
    {
        string? modelType = reader.Text("model_type");
        if (modelType is not null && Readers.TryGetValue(modelType, out Func<ConfigReader, ModelConfig>? read)) return read(reader);
        reader.Problem(
            "model_type",
            $"it is {(modelType is null ? "missing" : $"'{modelType}'")}; this version of Hir supports {string.Join(", ", Names)}.");
        throw reader.ToException();
    }
}
