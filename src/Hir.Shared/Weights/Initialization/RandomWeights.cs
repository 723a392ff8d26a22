using Hir.Shared.Tasks.Families;
using Hir.Shared.Weights.Architectures;

namespace Hir.Shared.Weights.Initialization;

/// <summary>
/// The random weights that a network is trained from when there is no checkpoint, with the spreads of the published code.
/// </summary>
/// <remarks>
/// T5 does not divide its attention scores by sqrt(d_kv); the query weights are drawn smaller instead. Norm weights are 1, biases 0;
/// everything else is normal around 0.
/// </remarks>
public static class RandomWeights
{
    /// <summary>initializer_range of Llama and Qwen.</summary>
    private const double DecoderDeviation = 0.02;

    /// <summary>Draws one parameter.</summary>
    /// <param name="config">The model.</param>
    /// <param name="name">One of the names in <see cref="ModelConfig.Parameters"/>; each name has a random stream of its own.</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    /// <param name="start">What attention begins with; other than as published for a T5 only.</param>
    /// <returns>The elements in row-major order.</returns>
    /// <exception cref="ArgumentException">The model has no parameter of this name, or the start is not one of its family.</exception>
    public static float[] Draw(ModelConfig config, string name, long seed, AttentionStart start = AttentionStart.Published)
    {
        if (start == AttentionStart.Lookup)
        {
            return config is T5Config own
                ? LookupStart.Draw(own, name, seed)
                : throw new ArgumentException($"A start with look-ups is for a T5, not for {config.ModelType}.", nameof(start));
        }

        long[] shape = config.Parameters.FirstOrDefault(parameter => parameter.Name == name).Shape
            ?? throw new ArgumentException($"The model has no parameter '{name}'.", nameof(name));
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        if (name.EndsWith(".bias", StringComparison.Ordinal)) return values;
        if (name.EndsWith("norm.weight", StringComparison.Ordinal))
        {
            Array.Fill(values, 1f);
            return values;
        }

        SeededRandom random = SeededRandom.For(name, seed);
        double deviation = config is T5Config t5 ? Deviation(t5, name) : DecoderDeviation;
        for (int i = 0; i < values.Length; i++) values[i] = (float)(deviation * Normal(random));
        return values;
    }

    private static double Deviation(T5Config config, string name)
    {
        double width = config.DModel;
        return name switch
        {
            "shared.weight" => 1,
            _ when name.EndsWith("Attention.q.weight", StringComparison.Ordinal) => 1 / Math.Sqrt(width * config.DKv),
            _ when name.EndsWith("Attention.o.weight", StringComparison.Ordinal) => 1 / Math.Sqrt(config.InnerDim),
            _ when name.EndsWith("DenseReluDense.wo.weight", StringComparison.Ordinal) => 1 / Math.Sqrt(config.DFf),
            _ => 1 / Math.Sqrt(width),
        };
    }

    // Box and Muller's transform; 1 - u keeps the logarithm finite.
    private static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.Fraction())) * Math.Cos(2 * Math.PI * random.Fraction());
}
