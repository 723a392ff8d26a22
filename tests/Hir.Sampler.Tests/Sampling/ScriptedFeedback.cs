using Hir.Shared.Feedback;

namespace Hir.Sampler.Tests.Sampling;

/// <summary>A feedback function that a test writes down.</summary>
internal sealed class ScriptedFeedback(Func<FeedbackRequest, int, FeedbackResult> score) : IFeedback
{
    public List<FeedbackRequest> Seen { get; } = [];

    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken)
    {
        Seen.AddRange(requests);
        return new([.. requests.Select(score)]);
    }
}
