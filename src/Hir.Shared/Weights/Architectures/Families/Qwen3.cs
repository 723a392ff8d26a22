namespace Hir.Shared.Weights.Architectures.Families;

/// <summary>
/// Qwen3 (dense): queries and keys are normed head by head before the rotation, and a head's width is a setting of its own.
/// </summary>
internal static class Qwen3
{
    public static DecoderFamily Family { get; } = new("qwen3", "Qwen3ForCausalLM")
    {
        QueryKeyValueBias = config => config.Bool("attention_bias", false),
        OutputBias = config => config.Bool("attention_bias", false),
        QueryKeyNorm = true,
        HeadDim = 128,
        MaxPositions = 32768,
    };
}
