namespace Hir.Shared.Relabeling.Pieces;

/// <summary>Which pieces of relabeled outputs are trained on (HIR, section 4.2).</summary>
public enum PieceKind
{
    /// <summary>Whole outputs.</summary>
    None,

    /// <summary>A random piece of each output, in its place.</summary>
    Random,

    /// <summary>Beside an output that is no success, what stands before its first error, as a success.</summary>
    Prefix,
}

/// <summary>What pieces are made of.</summary>
public enum PieceUnit
{
    /// <summary>A token.</summary>
    Token,

    /// <summary>What ends with a full stop, a question mark or an exclamation mark before white space or the end.</summary>
    Sentence,

    /// <summary>What ends with a line break.</summary>
    Line,
}
