namespace Hir.Shared.Weights.Architectures;

/// <summary>How the frequencies of rotary positions are changed for contexts longer than those that were trained on first.</summary>
public enum RopeScaling
{
    /// <summary>Not at all.</summary>
    Default,

    /// <summary>All are divided by the factor.</summary>
    Linear,

    /// <summary>Llama 3.1: slow ones are divided by the factor, fast ones stay, those between are mixed.</summary>
    Llama3,
}

/// <summary>
/// Rotary positions (Su et al. 2021, equation 34): feature i of the first half of a head and feature i of the second are turned by the
/// position times frequency i.
/// </summary>
public sealed record RopeConfig
{
    /// <summary>rope_theta: the base of the frequencies.</summary>
    public double Theta { get; init; } = 10000;

    /// <summary>rope_type.</summary>
    public RopeScaling Scaling { get; init; }

    /// <summary>factor: by how much frequencies are divided.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>low_freq_factor: a wave longer than the original context over this is scaled wholly.</summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>high_freq_factor: a wave shorter than the original context over this is not scaled.</summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>original_max_position_embeddings.</summary>
    public int OriginalMaxPositions { get; init; } = 8192;

    /// <summary>The frequencies in radians a position: head_dim / 2 of them, falling.</summary>
    public float[] Frequencies(int headDim) =>
        [.. Enumerable.Range(0, headDim / 2).Select(i => (float)Scaled(1 / Math.Pow(Theta, 2.0 * i / headDim)))];

    private double Scaled(double frequency)
    {
        if (Scaling == RopeScaling.Default) return frequency;
        if (Scaling == RopeScaling.Linear) return frequency / Factor;
        double wave = 2 * Math.PI / frequency;
        if (wave < OriginalMaxPositions / HighFrequencyFactor) return frequency;
        if (wave > OriginalMaxPositions / LowFrequencyFactor) return frequency / Factor;
        double kept = ((OriginalMaxPositions / wave) - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return ((1 - kept) * frequency / Factor) + (kept * frequency);
    }
}
