using Hir.Shared.Feedback;

namespace Hir.Sampler.Tests.Sampling;

/// <summary>A feedback function that a test writes down.</summary>
internal sealed class ScriptedFeedback(Func<FeedbackRequest, FeedbackResult> score) : IFeedback
{
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        new([.. requests.Select(score)]);

    /// <summary>The function in a pool that bears every failure.</summary>
    public static FeedbackRunner Pool(Func<FeedbackRequest, FeedbackResult> score, int workers = 2, int batchSize = 3) =>
        new(new ScriptedFeedback(score), new FeedbackRunnerOptions { MaxFailureRate = 1, Workers = workers, BatchSize = batchSize });
}
