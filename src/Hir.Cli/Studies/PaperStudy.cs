namespace Hir.Cli.Studies;

/// <summary>
/// The paper's comparison in miniature: supervised fine-tuning, PPO, FARL and HIR as multi-task runs over its twelve families, and HIR with
/// one part changed at a time.
/// </summary>
internal static class PaperStudy
{
    // Table 2 of arXiv 2302.05206, FLAN-T5-large.
    private static readonly IReadOnlyList<(string, IReadOnlyDictionary<string, double>)> Published =
    [
        ("paper: PPO", Of(34.7, 35.0, 15.6, 57.0, 90.5, 33.0, 11.0)),
        ("paper: FARL", Of(56.1, 90.0, 15.6, 86.7, 98.0, 56.7, 66.7)),
        ("paper: HIR", Of(67.3, 100.0, 61.2, 91.7, 98.0, 65.0, 90.3)),
    ];

    /// <summary>The study.</summary>
    /// <param name="seeds">Seeds a method.</param>
    /// <param name="brief">A few steps of each method, to see that all of it runs.</param>
    public static Study Create(int seeds, bool brief) => new()
    {
        Name = "paper",
        Config = Path.Combine(AppContext.BaseDirectory, "examples", "paper.yaml"),
        Methods =
        [
            new StudyMethod("sft", "objective.kind=sft"),
            new StudyMethod("ppo", "objective.kind=ppo"),
            new StudyMethod("farl", "objective.kind=farl"),
            new StudyMethod("farl-t2", "objective.kind=farl", "sampling.temperature=2"),
            new StudyMethod("hir"),
            new StudyMethod("hir+pieces", "relabel.pieces=random"),
            new StudyMethod("hir-entropy", "objective.beta=0"),
            new StudyMethod("hir+smoothing", "objective.label_smoothing=0.2"),
        ],
        Seeds = seeds,
        Settings = brief ? ["iterations=1", "sampling.queries=8", "training.steps=2", "evaluation.queries=4"] : [],
        Published = Published,
    };

    private static Dictionary<string, double> Of(
        double average, double tracking3, double tracking5, double logical3, double dates, double counting, double shapes) => new()
    {
        ["average"] = average,
        ["tracking_shuffled_objects_three_objects"] = tracking3,
        ["tracking_shuffled_objects_five_objects"] = tracking5,
        ["logical_deduction_three_objects"] = logical3,
        ["date_understanding"] = dates,
        ["object_counting"] = counting,
        ["geometric_shapes"] = shapes,
    };
}
