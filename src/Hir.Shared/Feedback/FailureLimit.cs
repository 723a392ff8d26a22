namespace Hir.Shared.Feedback;

/// <summary>Counts failures and ends the run as soon as they are too many, whatever is still to come. From any thread.</summary>
/// <param name="total">Of how many outputs.</param>
/// <param name="maxRate">The share of them that may fail or time out.</param>
public sealed class FailureLimit(int total, double maxRate)
{
    private int _failures;

    /// <summary>One that never ends anything.</summary>
    internal static FailureLimit None { get; } = new(int.MaxValue, 1);

    /// <summary>Counts a result.</summary>
    /// <exception cref="FeedbackFailureException">This one was one too many.</exception>
    public void Add(FeedbackResult result)
    {
        if (result.Status is not (ScoreStatus.Failed or ScoreStatus.Timeout)) return;
        int failures = Interlocked.Increment(ref _failures);
        if (failures <= maxRate * total) return;
        throw new FeedbackFailureException(
            FormattableString.Invariant($"feedback: {failures} of {total} outputs have no score, above max_failure_rate {maxRate}. ")
            + $"The last reason: {result.Text}. Mend the feedback function, or raise feedback.max_failure_rate.");
    }
}
