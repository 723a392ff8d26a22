using Hir.Shared.Feedback;
using Hir.Shared.Feedback.Patterns;

namespace Hir.Shared.Tests.Feedback;

public sealed class RegexFeedbackTests
{
    [Theory]
    [InlineData("b+", RegexMatch.Partial, false, "abba", 1)]
    [InlineData("b+", RegexMatch.Full, false, "abba", 0)]
    [InlineData("a|abba", RegexMatch.Full, false, "abba", 1)] // the whole text, not the first alternative
    [InlineData("B+", RegexMatch.Partial, false, "abba", 0)]
    [InlineData("B+", RegexMatch.Partial, true, "abba", 1)]
    public void ScoreAsync_Pattern_MatchesAsFarAsAsked(string pattern, RegexMatch match, bool ignoreCase, string output, double expected) =>
        Assert.Equal(expected, Scored.By(new RegexFeedback(new() { Pattern = pattern, Match = match, IgnoreCase = ignoreCase }), output).Score);

    [Theory]
    [InlineData(@"is (\w+)", "it is red, no, it is blue", "Blue.", 1)] // the last match, compared as exact_match does
    [InlineData(@"is (\w+)", "it is blue, no, it is red", "blue", 0)]
    [InlineData(@"(?<other>\w+) is (?<answer>\w+)", "it is blue", "blue", 1)]
    [InlineData(@"is (red)?", "it is blue", "blue", 0)]
    [InlineData(@"is (\w+)", "blue", "blue", 0)]
    public void ScoreAsync_ComparedWithTarget_TakesTheCapture(string pattern, string output, string target, double expected) =>
        Assert.Equal(expected, Scored.By(new RegexFeedback(new() { Pattern = pattern, CompareTarget = true }), output, target).Score);

    [Fact]
    public void ScoreAsync_MatchWithoutEnd_TimesOutAloneAndIsNoScore()
    {
        RegexFeedback feedback = new(new() { Pattern = "^(a+)+$", MatchSeconds = 0.05 });
        IReadOnlyList<FeedbackResult> results =
            Scored.ByAll(feedback, Scored.Output("aaa"), Scored.Output(new string('a', 5000) + "b"), Scored.Output("b"));
        Assert.Equal([ScoreStatus.Ok, ScoreStatus.Timeout, ScoreStatus.Ok], results.Select(r => r.Status));
        Assert.Null(results[1].Score);
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("(", "no regular expression")]
    public void Problems_BrokenPattern_SayWhy(string pattern, string expected) =>
        Assert.Contains(expected, Assert.Single(new RegexSection { Pattern = pattern }.Problems()).Problem, StringComparison.Ordinal);

    [Fact]
    public void Problems_NothingToCompare_SaysSo() => Assert.Contains(
        "parentheses", Assert.Single(new RegexSection { Pattern = "a", CompareTarget = true }.Problems()).Problem, StringComparison.Ordinal);
}
