namespace Hir.Cli.Studies;

/// <summary>
/// Where right answers are rare: final-answer RL, graded hindsight by quantiles, and right beginnings of wrong answers as the only further
/// signal, from a base that is hardly ever right.
/// </summary>
internal static class RareSuccessStudy
{
    /// <summary>Final-answer RL from the same configuration.</summary>
    public static string[] Farl => ["objective.kind=farl", .. RightOrWrong];

    /// <summary>The study.</summary>
    /// <param name="seeds">Seeds a method.</param>
    /// <param name="brief">A few steps of each method, to see that all of it runs.</param>
    public static Study Create(int seeds, bool brief) => new()
    {
        Name = "rare",
        Config = Path.Combine(AppContext.BaseDirectory, "examples", "graded.yaml"),
        Methods =
        [
            new StudyMethod("farl", Farl),
            new StudyMethod("farl, temperature 2", [.. Farl, "sampling.temperature=2"]),
            new StudyMethod("right beginnings", ["relabel.pieces=prefix", .. RightOrWrong]),
            new StudyMethod("graded"),
        ],
        Seeds = seeds,
        Settings = brief ? ["iterations=1", "sampling.queries=8", "training.steps=2", "evaluation.queries=4"] : [],
        MethodsAreRows = true,
    };

    // What the preset sets for graded hindsight, at the defaults again.
    private static string[] RightOrWrong =>
        ["feedback.kind=exact_match", "relabel.kind=binary", "replay.window=0", "objective.alpha=0.3"];
}
