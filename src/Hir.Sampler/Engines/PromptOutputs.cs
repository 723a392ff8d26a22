namespace Hir.Sampler.Engines;

/// <summary>A prompt with the outputs to score after it.</summary>
/// <param name="PromptTokenIds">The prompt, not empty.</param>
/// <param name="Outputs">Token ids of each output; one may be empty.</param>
public sealed record PromptOutputs(int[] PromptTokenIds, IReadOnlyList<int[]> Outputs);
