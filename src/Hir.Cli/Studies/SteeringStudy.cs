namespace Hir.Cli.Studies;

/// <summary>Whether a model gives what it is asked for: each run's last model is asked for every level of the score.</summary>
internal static class SteeringStudy
{
    /// <summary>The study.</summary>
    /// <param name="seeds">Seeds a method.</param>
    /// <param name="brief">A few steps, to see that all of it runs.</param>
    public static Study Create(int seeds, bool brief) => new()
    {
        Name = "steering",
        Config = Path.Combine(AppContext.BaseDirectory, "examples", "steering.yaml"),
        Methods = [new StudyMethod("steering")],
        Seeds = seeds,
        AsksLevels = true,
        Settings = brief ? ["iterations=1", "sampling.queries=8", "training.steps=2", "evaluation.queries=4"] : [],
    };
}
