namespace Hir.Sampler.Decoding;

/// <summary>How far generating or scoring is.</summary>
/// <param name="Done">Prompts (scoring: outputs) that are finished.</param>
/// <param name="Total">All of them.</param>
/// <param name="OutputTokens">Output tokens so far.</param>
/// <param name="TokensPerSecond">Output tokens a second since the beginning.</param>
public readonly record struct DecodingProgress(int Done, int Total, long OutputTokens, double TokensPerSecond);
