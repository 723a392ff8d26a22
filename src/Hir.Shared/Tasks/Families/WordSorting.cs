namespace Hir.Shared.Tasks.Families;

/// <summary>A short list of words, to be written in alphabetical order.</summary>
/// <param name="name">The family's name.</param>
/// <param name="fewest">Words at least.</param>
/// <param name="most">Words at most.</param>
/// <param name="description">One sentence.</param>
internal sealed class WordSorting(string name, int fewest, int most, string description) : TaskFamily
{
    private static readonly string[] Words =
    [
        "acorn", "anchor", "basket", "blanket", "bridge", "candle", "carpet", "cloud", "desert", "dragon", "eagle", "engine", "feather", "forest",
        "garden", "ginger", "hammock", "harbor", "island", "ivory", "jacket", "jungle", "kettle", "ladder", "lantern", "market", "meadow",
        "mirror", "needle", "ocean", "orchard", "paddle", "pepper", "pillow", "quarry", "rabbit", "ribbon", "river", "saddle", "shadow",
        "silver", "spider", "temple", "thunder", "tunnel", "velvet", "violin", "walnut", "window", "yellow",
    ];

    private static readonly string[] Openings =
    [
        "Sort these words alphabetically:",
        "Write these words in alphabetical order:",
        "Put this list in alphabetical order:",
    ];

    public override string Name => name;

    public override string Description => description;

    internal override Problem Draw(SeededRandom random)
    {
        var words = random.Sample(Words, random.Between(fewest, most));
        return new Problem(
            $"{random.Pick(Openings)} {string.Join(' ', words)}", string.Join(' ', words.Order(StringComparer.Ordinal)));
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random) =>
        string.Join(' ', WordOrder.Wrong(problem.Target.Split(' '), random));

    // Words of the list and nothing else. Forgotten and repeated words make an answer wrong, not ill-formed.
    public override bool IsWellFormed(TaskExample example, string output) => WordOrder.HoldsOnlyWordsAfterTheColon(example.Query, output);

    internal override string? Solve(string query) => Checkers.SortingChecker.Solve(query);
}
