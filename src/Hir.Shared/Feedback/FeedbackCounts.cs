namespace Hir.Shared.Feedback;

/// <summary>How many outputs ended in each status.</summary>
/// <param name="Ok">With a score.</param>
/// <param name="Failed">The feedback function failed.</param>
/// <param name="Timeout">The feedback function took too long.</param>
/// <param name="None">Nothing to score by.</param>
public sealed record FeedbackCounts(int Ok, int Failed, int Timeout, int None)
{
    /// <summary>All of them.</summary>
    public int Total => Ok + Failed + Timeout + None;

    /// <summary>Counts results.</summary>
    public static FeedbackCounts Of(IReadOnlyCollection<FeedbackResult> results) => new(
        results.Count(r => r.Status == ScoreStatus.Ok),
        results.Count(r => r.Status == ScoreStatus.Failed),
        results.Count(r => r.Status == ScoreStatus.Timeout),
        results.Count(r => r.Status == ScoreStatus.None));
}
