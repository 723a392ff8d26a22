namespace Hir.Cli.Studies;

/// <summary>
/// What makes a small model collapse: the robust settings and the paper's, each with one part changed at a time, from the shipped base. FARL
/// and SFT stand beside.
/// </summary>
internal static class CollapseStudy
{
    /// <summary>The study.</summary>
    /// <param name="seeds">Seeds a method.</param>
    /// <param name="brief">A few steps of each method, to see that all of it runs.</param>
    public static Study Create(int seeds, bool brief) => new()
    {
        Name = "collapse",
        Config = Path.Combine(AppContext.BaseDirectory, "examples", "collapse.yaml"),
        Methods =
        [
            new StudyMethod("sft", "objective.kind=sft"),
            new StudyMethod("farl", "objective.kind=farl"),
            new StudyMethod("robust"),
            new StudyMethod("robust, smoothing .2", "objective.label_smoothing=0.2"),
            new StudyMethod("robust, pair contrast", "objective.contrast=pair", "objective.alpha=1"),
            new StudyMethod("robust, no contrast", "objective.contrast=none"),
            new StudyMethod("robust, pairs as they come", "training.success_share=0"),
            new StudyMethod("robust, wrong weight 1", "objective.wrong_weight=1"),
            new StudyMethod("robust, repeated pairs kept", "replay.deduplicate=false"),
            Paper("paper"),
            Paper("paper, exclusion", "objective.contrast=exclusion", "objective.alpha=0.3"),
            Paper("paper, smoothing 0", "objective.label_smoothing=0"),
            Paper("paper, balanced", "training.success_share=0.8"),
            Paper("paper, no contrast", "objective.alpha=0"),
            Paper("paper, no entropy term", "objective.beta=0"),
        ],
        Seeds = seeds,
        Settings = brief ? ["iterations=1", "sampling.queries=8", "training.steps=2", "evaluation.queries=4"] : [],
        MethodsAreRows = true,
    };

    // The paper's loss on pairs as they come, with the sampling budget and the steps of the others; pair contrast, as in the authors' code,
    // and whole outputs.
    private static StudyMethod Paper(string name, params string[] changed) => new(
        name,
        [
            "objective.contrast=pair", "objective.alpha=1", "objective.label_smoothing=0.2", "objective.wrong_weight=1",
            "training.success_share=0", "replay.deduplicate=false", "replay.drop_unfinished=false", .. changed,
        ]);
}
