namespace Hir.Shared.Decoding;

/// <summary>How output tokens are drawn.</summary>
public sealed record SamplingSettings
{
    /// <summary>Tokens at most an output, the end token included. At least 1.</summary>
    public int MaxNewTokens { get; init; } = 64;

    /// <summary>Outputs a prompt. At least 1.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>The temperature; 0 is greedy.</summary>
    public double Temperature { get; init; } = 1.0;

    /// <summary>How many of the likeliest tokens are kept; 0 is off.</summary>
    public int TopK { get; init; }

    /// <summary>The nucleus threshold in (0, 1]; 1 is off.</summary>
    public double TopP { get; init; } = 1.0;

    /// <summary>The seed; every sequence draws from a stream of its own (seed, query, sample).</summary>
    public long Seed { get; init; }

    /// <summary>Sequences that are decoded together at most. It does not change what is drawn.</summary>
    public int BatchSize { get; init; } = 64;
}
