using Hir.Shared.Decoding;
using Hir.Shared.Prompts;

namespace Hir.Sampler.Sampling;

/// <summary>What to sample, and what every row records of it.</summary>
public sealed record SamplingPlan
{
    /// <summary>The run's iteration, from 0; enters the random streams, so that a query asked again draws anew.</summary>
    public required int Iteration { get; init; }

    /// <summary>p, the instruction that queries are asked under.</summary>
    public required string Instruction { get; init; }

    /// <summary>The share of queries that are asked under one of <see cref="LowerInstructions"/> instead, drawn by seed, iteration and
    /// query.</summary>
    public double LowerShare { get; init; }

    /// <summary>Instructions for less than what is wanted.</summary>
    public IReadOnlyList<string> LowerInstructions { get; init; } = [];

    /// <summary>How tokens are drawn, samples a query and the seed included.</summary>
    public required SamplingSettings Settings { get; init; }

    /// <summary>The model's version.</summary>
    public required int ModelVersion { get; init; }

    /// <summary>The model's fingerprint.</summary>
    public required string ModelFingerprint { get; init; }

    /// <summary>How instruction and query become a prompt.</summary>
    public PromptTemplate Template { get; init; } = PromptTemplate.Default;
}
