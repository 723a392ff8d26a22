using Hir.Shared.Weights.Architectures;

namespace Hir.Shared.Weights.Initialization;

/// <summary>
/// Weights of a T5 whose attention can already look things up. A small T5 that begins as published needs very many steps to find that out: the
/// biases of positions begin near 0, and Adam moves each by no more than the learning rate a step.
/// </summary>
/// <remarks>
/// Keys are drawn as the queries times sqrt(d_kv), which keeps their spread and makes a score largest where query and key are of the same
/// token (Trockman and Kolter, "Mimetic Initialization of Self-Attention Layers", 2023). The first head of each stack begins at the token before,
/// the second at the token after, or in the decoder, which sees none after, at the token itself. A stack's layers share these biases.
/// </remarks>
public static class LookupStart
{
    /// <summary>What is added to the bias of the chosen position. Other scores begin with a deviation of about 1.</summary>
    private const float Bias = 5;

    internal static float[] Draw(T5Config config, string name, long seed)
    {
        if (name.EndsWith("Attention.k.weight", StringComparison.Ordinal))
        {
            string query = name[..^"k.weight".Length] + "q.weight";
            double factor = Math.Sqrt(config.DKv);
            return Array.ConvertAll(RandomWeights.Draw(config, query, seed), value => (float)(factor * value));
        }

        float[] values = RandomWeights.Draw(config, name, seed);
        if (name.EndsWith("relative_attention_bias.weight", StringComparison.Ordinal))
        {
            // Rows are buckets: 0 is the token itself, 1 the one before; the encoder's second half holds those after.
            int buckets = config.RelativeAttentionNumBuckets;
            int second = name.StartsWith("encoder.", StringComparison.Ordinal) ? buckets / 2 + 1 : 0;
            values[config.NumHeads] += Bias;
            if (config.NumHeads > 1) values[second * config.NumHeads + 1] += Bias;
        }

        return values;
    }
}
