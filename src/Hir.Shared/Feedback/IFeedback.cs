namespace Hir.Shared.Feedback;

/// <summary>The feedback function R(p, q, o): scores a batch of outputs. An extension point of the user's.</summary>
public interface IFeedback
{
    /// <summary>Scores each request; result i belongs to request i, whatever the batch and the order of the calls.</summary>
    /// <param name="requests">The outputs to score.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>As many results as requests. A score that could not be had is a status, never a number.</returns>
    ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken);
}
