using Hir.Shared.Decoding;
using Hir.Shared.Weights.Architectures;

namespace Hir.Learner.Models;

/// <summary>
/// Fresh weights as Transformers draws them for T5 (initializer_factor 1): normal, with a spread for each kind of matrix that keeps unscaled
/// attention and the feed-forward at unit size; norms are 1. Each number is a function of seed, name and place.
/// </summary>
internal static class T5Initializer
{
    /// <summary>The values of one weight.</summary>
    /// <param name="config">The model.</param>
    /// <param name="name">The weight's Hugging Face name.</param>
    /// <param name="count">Its elements.</param>
    /// <param name="seed">The seed.</param>
    public static float[] Values(T5Config config, string name, long count, long seed)
    {
        float[] values = new float[count];
        if (name.EndsWith("layer_norm.weight", StringComparison.Ordinal))
        {
            Array.Fill(values, 1f);
            return values;
        }

        double spread = Spread(config, name);
        RandomStream random = new(seed, StreamIds.Of("initial weights", name), 0);
        for (int i = 0; i < values.Length; i += 2)
        {
            // Box-Muller: two independent normal numbers of two uniform ones.
            double radius = spread * Math.Sqrt(-2 * Math.Log(1 - random.DrawAt(i)));
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * random.DrawAt(i + 1));
            values[i] = (float)(radius * cosine);
            if (i + 1 < values.Length) values[i + 1] = (float)(radius * sine);
        }

        return values;
    }

    private static double Spread(T5Config config, string name)
    {
        double model = config.DModel;
        if (name is T5Layout.Embeddings or T5Layout.Head) return 1;
        if (name.EndsWith(".q.weight", StringComparison.Ordinal)) return 1 / Math.Sqrt(model * config.DKv);
        if (name.EndsWith(".o.weight", StringComparison.Ordinal)) return 1 / Math.Sqrt(config.InnerDim);
        if (name.EndsWith(".wo.weight", StringComparison.Ordinal)) return 1 / Math.Sqrt(config.DFf);
        return 1 / Math.Sqrt(model);
    }
}
