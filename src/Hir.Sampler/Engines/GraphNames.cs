namespace Hir.Sampler.Engines;

/// <summary>Names of the graphs' inputs and outputs. Tensor 2i of a cache is layer i's key, 2i + 1 its value.</summary>
internal static class GraphNames
{
    public const string InputIds = "input_ids";
    public const string AttentionMask = "attention_mask";
    public const string EncoderMask = "encoder_attention_mask";
    public const string PastLengths = "past_lengths";
    public const string OutputPositions = "output_positions";
    public const string Logits = "logits";

    /// <summary>The encoder's output for tensor t of the cross-attention.</summary>
    public static string CrossOutput(int t) => $"present.{t / 2}.encoder.{KeyOrValue(t)}";

    /// <summary>The decoder's input for tensor t of the cross-attention.</summary>
    public static string CrossInput(int t) => $"past_key_values.{t / 2}.encoder.{KeyOrValue(t)}";

    /// <summary>The decoder's input for tensor t of the self-attention's cache.</summary>
    public static string SelfInput(int t) => $"past_key_values.{t / 2}.decoder.{KeyOrValue(t)}";

    /// <summary>The decoder's output for the new entries of tensor t of that cache.</summary>
    public static string SelfOutput(int t) => $"present.{t / 2}.decoder.{KeyOrValue(t)}";

    /// <summary>A decoder-only network's input for tensor t of its cache.</summary>
    public static string PastInput(int t) => $"past_key_values.{t / 2}.{KeyOrValue(t)}";

    /// <summary>A decoder-only network's output for tensor t of its cache: the same buffer.</summary>
    public static string PresentOutput(int t) => $"present.{t / 2}.{KeyOrValue(t)}";

    private static string KeyOrValue(int t) => t % 2 == 0 ? "key" : "value";
}
