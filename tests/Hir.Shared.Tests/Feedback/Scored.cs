using Hir.Shared.Feedback;

namespace Hir.Shared.Tests.Feedback;

/// <summary>Single outputs, scored.</summary>
internal static class Scored
{
    public static FeedbackResult By(IFeedback feedback, string output, string? target = null, string query = "q") =>
        Assert.Single(ByAll(feedback, new FeedbackRequest("t", "p", query, output, target)));

    public static IReadOnlyList<FeedbackResult> ByAll(IFeedback feedback, params FeedbackRequest[] requests) =>
        feedback.ScoreAsync(requests, default).AsTask().GetAwaiter().GetResult();

    public static FeedbackRequest Output(string output, string? target = null) => new("t", "p", "q", output, target);
}
