namespace Hir.Shared.Weights.Architectures.Families;

/// <summary>Qwen2 and Qwen2.5: as Llama, with biases on queries, keys and values.</summary>
internal static class Qwen2
{
    public static DecoderFamily Family { get; } = new("qwen2", "Qwen2ForCausalLM")
    {
        QueryKeyValueBias = _ => true,
        MaxPositions = 32768,
    };
}
