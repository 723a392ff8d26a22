namespace Hir.Sampler.Decoding;

/// <summary>An output to score after a prompt.</summary>
/// <param name="PromptTokenIds">The prompt's tokens, at least one.</param>
/// <param name="OutputTokenIds">The output's tokens as they are; no end token is added.</param>
public sealed record ScoringRequest(int[] PromptTokenIds, int[] OutputTokenIds);
