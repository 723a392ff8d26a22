namespace Hir.Sampler.Engines;

/// <summary>What a model can be given.</summary>
/// <param name="VocabularySize">Token ids lie in [0, VocabularySize): the rows of the embedding, which may be more than the tokenizer knows.</param>
/// <param name="MaxPromptTokens">The longest prompt, or null where the model has no limit (relative positions).</param>
/// <param name="MaxOutputTokens">The most output tokens after the longest prompt, or null without a limit.</param>
/// <param name="MaxTokens">The most tokens that a prompt and its output may have together, or null without a limit.</param>
public sealed record ModelLimits(int VocabularySize, int? MaxPromptTokens = null, int? MaxOutputTokens = null, int? MaxTokens = null);
