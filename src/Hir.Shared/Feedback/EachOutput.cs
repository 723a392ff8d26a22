namespace Hir.Shared.Feedback;

/// <summary>The call of a feedback function that scores each output by itself, in memory.</summary>
internal static class EachOutput
{
    /// <summary>Scores one output after the other.</summary>
    public static ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, Func<FeedbackRequest, FeedbackResult> score, CancellationToken cancellationToken)
    {
        FeedbackResult[] results = new FeedbackResult[requests.Count];
        for (int i = 0; i < results.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[i] = score(requests[i]);
        }

        return ValueTask.FromResult<IReadOnlyList<FeedbackResult>>(results);
    }

    /// <summary>Likewise, for a function that compares with the target; without one there is no score.</summary>
    public static ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests,
        Func<FeedbackRequest, string, FeedbackResult> score,
        CancellationToken cancellationToken) =>
        ScoreAsync(requests, r => r.Target is { } target ? score(r, target) : FeedbackResult.NoTarget, cancellationToken);
}
