using System.Text.Json.Nodes;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;

namespace Hir.Shared.Tests.Feedback;

public sealed class WeightedFeedbackTests
{
    [Fact]
    public void ScoreAsync_Parts_AreAveragedByWeightAndKept()
    {
        IFeedback feedback = Create("kind: weighted, weighted: { exact_match: 3, constraints: 1 }, constraints: { max_words: 1, case: lower }");

        FeedbackResult result = Scored.By(feedback, "Anchor", "anchor");

        Assert.Equal(((3 * 1) + (1 * 0.5)) / 4, result.Score);
        JsonNode parts = JsonNode.Parse(result.Parts!)!;
        Assert.Equal((1.0, "ok"), ((double)parts["exact_match"]!["value"]!, (string)parts["exact_match"]!["status"]!));
        Assert.Equal((0.5, "ok"), ((double)parts["constraints"]!["value"]!, (string)parts["constraints"]!["status"]!));
        Assert.Equal(0, (int)parts["constraints"]!["parts"]!["case"]!["value"]!);
        Assert.Equal(6, result.FirstError); // of the part that knows it
    }

    [Theory]
    [InlineData("{ exact_match: 0.1, token_f1: 0.2, edit_distance: 0.7 }")]
    [InlineData("{ exact_match: 0.3, token_f1: 0.3 }")]
    public void ScoreAsync_AllPartsRight_IsExactlyOne(string weights) =>
        Assert.Equal(1, Scored.By(Create($"kind: weighted, weighted: {weights}"), "anchor", "anchor").Score);

    [Fact]
    public void ScoreAsync_OnePartFails_TheWholeFailsAndIsNoNumber()
    {
        IFeedback feedback = Create("kind: weighted, weighted: { exact_match: 0.9, numeric: 0.1 }, max_failure_rate: 1");
        FeedbackResult result = Scored.By(feedback, "anchor", "anchor"); // a target without a number
        Assert.Equal((ScoreStatus.Failed, null, null), (result.Status, result.Score, result.FirstError));
        Assert.StartsWith("numeric: the target", result.Text, StringComparison.Ordinal);
        JsonNode parts = JsonNode.Parse(result.Parts!)!;
        Assert.Equal("failed", (string?)parts["numeric"]!["status"]);
        Assert.Null(parts["numeric"]!["value"]);
        Assert.Equal(1, (double)parts["exact_match"]!["value"]!);
    }

    [Fact]
    public void ScoreAsync_OnePartTimesOut_TheWholeTimesOut()
    {
        IFeedback feedback = Create(
            "kind: weighted, weighted: { exact_match: 1, regex: 1 }, regex: { pattern: '^(a+)+$', match_seconds: 0.05 }, max_failure_rate: 1");
        FeedbackResult result = Scored.By(feedback, new string('a', 5000) + "b", "anchor");
        Assert.Equal((ScoreStatus.Timeout, null), (result.Status, result.Score));
    }

    [Fact]
    public void ScoreAsync_NoTarget_HasNoScore() =>
        Assert.Equal(ScoreStatus.None, Scored.By(Create("kind: weighted, weighted: { exact_match: 1 }"), "anchor").Status);

    [Fact]
    public async Task ScoreAsync_FailuresOfDifferentParts_CountTogether()
    {
        // Two of ten fail in one part and two in the other: each is within the limit, and together they are not.
        IFeedback feedback = Create(
            "kind: weighted, weighted: { numeric: 1, regex: 1 }, max_failure_rate: 0.3, regex: { pattern: '^(a+)+$', match_seconds: 0.05 }");
        FeedbackRequest[] requests =
        [
            .. Enumerable.Range(0, 6).Select(i => Scored.Output("1", "1")),
            .. Enumerable.Range(0, 2).Select(i => Scored.Output("1", "one")),
            .. Enumerable.Range(0, 2).Select(i => Scored.Output(new string('a', 5000) + "b", "1")),
        ];
        FeedbackFailureException e = await Assert.ThrowsAsync<FeedbackFailureException>(() => feedback.ScoreAsync(requests, default).AsTask());
        Assert.Contains("4 of 10", e.Message, StringComparison.Ordinal);
    }

    private static IFeedback Create(string settings) => FeedbackCatalog.Create(ConfigBinder.Bind<RunConfig>(
        ConfigSource.Parse($"model: base\ntasks: [t]\nfeedback: {{ {settings} }}\n", "run.yaml", "/")).Feedback);
}
