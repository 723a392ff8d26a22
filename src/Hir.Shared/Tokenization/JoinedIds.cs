namespace Hir.Shared.Tokenization;

/// <summary>Ids of one or two texts with the special tokens that a model expects around them.</summary>
/// <param name="Ids">The token ids.</param>
/// <param name="TypeIds">For each, the token type that models of pairs are told: 0 for the first text, mostly 1 for the second.</param>
public sealed record JoinedIds(int[] Ids, int[] TypeIds);
