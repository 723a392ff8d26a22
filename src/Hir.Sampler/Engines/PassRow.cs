namespace Hir.Sampler.Engines;

/// <summary>A sequence to read from its first token on.</summary>
/// <param name="Tokens">Begins with the tokens to read.</param>
/// <param name="Length">How many of them, at least 1.</param>
/// <param name="FirstWanted">From this place on the logits for the next token are wanted; <paramref name="Length"/> for none.</param>
internal readonly record struct PassRow(int[] Tokens, int Length, int FirstWanted);
