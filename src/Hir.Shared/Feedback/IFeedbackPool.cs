namespace Hir.Shared.Feedback;

/// <summary>
/// A feedback function that is called within limits: so many calls at a time, each within its time, failures as statuses. It may hold
/// processes or sessions, so it is to be disposed.
/// </summary>
public interface IFeedbackPool : IFeedback, IAsyncDisposable
{
    /// <summary>How many outputs keep its workers busy.</summary>
    int OutputsAtOnce { get; }

    /// <summary>A count of failures for so many outputs, which may be scored in several calls.</summary>
    FailureLimit LimitFor(int outputs);

    /// <summary>Scores outputs that are some of more.</summary>
    /// <param name="requests">The outputs.</param>
    /// <param name="failures">Counts failures over all of them.</param>
    /// <param name="cancellationToken">Ends scoring early.</param>
    /// <returns>As many results as requests, in their order.</returns>
    /// <exception cref="FeedbackFailureException">Failures and timeouts are more than the allowed share.</exception>
    ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, FailureLimit failures, CancellationToken cancellationToken);
}
