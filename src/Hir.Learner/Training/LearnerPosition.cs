namespace Hir.Learner.Training;

/// <summary>How far a session is.</summary>
/// <param name="Iteration">The iteration that was begun last; -1 before the first.</param>
/// <param name="StepsDone">Steps of it that are done.</param>
/// <param name="StepsPlanned">Steps that it has.</param>
/// <param name="DataSha256">The hash of its pairs.</param>
/// <param name="TotalSteps">Steps done in all iterations.</param>
public sealed record LearnerPosition(int Iteration, int StepsDone, int StepsPlanned, string DataSha256, long TotalSteps)
{
    /// <summary>Before anything was trained.</summary>
    public static LearnerPosition Start { get; } = new(-1, 0, 0, "", 0);

    /// <summary>Whether the iteration is over.</summary>
    public bool IsComplete => StepsDone >= StepsPlanned;
}
