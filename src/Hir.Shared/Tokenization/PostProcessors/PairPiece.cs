namespace Hir.Shared.Tokenization.PostProcessors;

/// <summary>A piece of what a model reads for two texts: one of the texts, or a special token.</summary>
/// <param name="Text">0 for the first text, 1 for the second; null for a token.</param>
/// <param name="Id">The token's id.</param>
/// <param name="TypeId">The token type that the model is told.</param>
internal readonly record struct PairPiece(int? Text, int Id, int TypeId);
