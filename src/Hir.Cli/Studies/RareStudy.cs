namespace Hir.Cli.Studies;

/// <summary>
/// Where right answers are rare: graded hindsight, right beginnings alone, and final-answer RL, each with the same samples from the same
/// base, which is right in less than one sample of two hundred.
/// </summary>
internal static class RareStudy
{
    /// <summary>FARL: right outputs alone teach, all of them, from the whole run, each at most ten times an iteration.</summary>
    public static string[] RightOutputs { get; } =
        ["objective.kind=farl", "relabel.kind=binary", "replay.window=0", "training.max_epochs=10"];

    /// <summary>The study.</summary>
    /// <param name="seeds">Seeds a method.</param>
    /// <param name="brief">A few steps of each method, to see that all of it runs.</param>
    public static Study Create(int seeds, bool brief) => new()
    {
        Name = "rare",
        Config = Path.Combine(AppContext.BaseDirectory, "examples", "graded.yaml"),
        Methods =
        [
            new StudyMethod("graded"),
            new StudyMethod("farl", RightOutputs),
            new StudyMethod("prefix", [.. RightOutputs, "relabel.pieces=prefix"]),
        ],
        Seeds = seeds,
        Settings = brief ? ["iterations=1", "sampling.queries=40", "training.steps=2", "evaluation.queries=4"] : [],
    };
}
