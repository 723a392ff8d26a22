namespace Hir.Shared.Pairs;

/// <summary>What policy objectives need to know of an output.</summary>
/// <param name="Logprobs">The sampler's natural-log probability of each token, temperature 1.</param>
/// <param name="Score">r, what the feedback function gave.</param>
/// <param name="Group">The same text for the samples of one query in one iteration: those that are compared with one another.</param>
public sealed record SampledOutput(IReadOnlyList<float> Logprobs, double Score, string Group);
