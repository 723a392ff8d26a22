namespace Hir.Shared.Tokenization.PostProcessors;

/// <summary>Puts special tokens before and after a text's ids.</summary>
internal sealed record TemplatePostProcessor(IReadOnlyList<int> Before, IReadOnlyList<int> After)
{
    /// <summary>Adds nothing.</summary>
    public static TemplatePostProcessor None { get; } = new([], []);

    /// <summary>
    /// The order of a pair of texts and its special tokens, each text once. Where a file does not say it, as for a text alone, with what
    /// comes after a text after both.
    /// </summary>
    public IReadOnlyList<PairPiece> Pair { get; init; } =
    [
        .. Before.Select(id => new PairPiece(null, id, 0)), new(0, 0, 0), .. After.Select(id => new PairPiece(null, id, 0)),
        new(1, 0, 1), .. After.Select(id => new PairPiece(null, id, 1)),
    ];
}
