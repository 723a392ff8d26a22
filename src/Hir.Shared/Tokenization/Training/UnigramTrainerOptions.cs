namespace Hir.Shared.Tokenization.Training;

/// <summary>What a trained vocabulary looks like.</summary>
public sealed record UnigramTrainerOptions
{
    /// <summary>Tokens in all, the three special ones included. Fewer come out where the corpus has not enough repeated pieces.</summary>
    public int VocabularySize { get; init; } = 500;

    /// <summary>Characters at most a piece.</summary>
    public int MaxPieceLength { get; init; } = 16;

    /// <summary>Words that are one token however rare they are, as they stand between white space ("(A)", "yes").</summary>
    public IReadOnlyList<string> WholeWords { get; init; } = [];

    /// <summary>Characters that are in the vocabulary even if the corpus lacks them.</summary>
    public string Alphabet { get; init; } = "";
}
