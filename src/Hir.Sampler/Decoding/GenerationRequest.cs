namespace Hir.Sampler.Decoding;

/// <summary>A prompt to continue.</summary>
/// <param name="PromptTokenIds">Its tokens, at least one.</param>
/// <param name="StreamId">Names its random streams, see <see cref="Hir.Shared.Decoding.RandomStream"/>: equal ids draw alike.</param>
public sealed record GenerationRequest(int[] PromptTokenIds, long StreamId);
