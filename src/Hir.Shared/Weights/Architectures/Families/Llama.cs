namespace Hir.Shared.Weights.Architectures.Families;

/// <summary>
/// Llama 2, 3, 3.1, 3.2: grouped queries, rotary positions (with the llama3 scaling), no biases unless the configuration asks for them.
/// </summary>
internal static class Llama
{
    public static DecoderFamily Family { get; } = new("llama", "LlamaForCausalLM")
    {
        QueryKeyValueBias = config => config.Bool("attention_bias", false),
        OutputBias = config => config.Bool("attention_bias", false),
        MlpBias = config => config.Bool("mlp_bias", false),
        MaxPositions = 2048,
    };
}
