namespace Hir.Shared.Decoding;

/// <summary>One generated output.</summary>
/// <param name="TokenIds">The tokens, the end token included when it was produced.</param>
/// <param name="Logprobs">Natural-log probabilities of the raw model (before temperature, truncation and suppression), one a token.</param>
/// <param name="FinishReason">One of <see cref="Decoding.FinishReason"/>.</param>
public sealed record GeneratedOutput(int[] TokenIds, float[] Logprobs, string FinishReason);
