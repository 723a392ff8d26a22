using Hir.Shared.Feedback;

namespace Hir.Shared.Tests.Feedback;

public sealed class ExactMatchFeedbackTests
{
    [Theory]
    [InlineData("(A)", "(A)", 1)]
    [InlineData(" (a) .", "(A)", 1)]
    [InlineData("Apple  Banana\ncherry", "apple banana cherry", 1)]
    [InlineData("(B)", "(A)", 0)]
    [InlineData("(A) ball", "(A)", 0)]
    [InlineData("", "(A)", 0)]
    [InlineData("", "", 0)] // an empty output never counts as right
    [InlineData(" . ", ".", 0)]
    public async Task ScoreAsync_OutputAndTarget_IsOneExactlyWhenTheyAgree(string output, string target, double expected)
    {
        FeedbackResult result = Assert.Single(await new ExactMatchFeedback().ScoreAsync([new("t", "p", "q", output, target)], default));
        Assert.Equal((ScoreStatus.Ok, expected), (result.Status, result.Score));
    }

    [Fact]
    public async Task ScoreAsync_NoTarget_HasNoScore()
    {
        FeedbackResult result = Assert.Single(await new ExactMatchFeedback().ScoreAsync([new("t", "p", "q", "x", null)], default));
        Assert.Equal((ScoreStatus.None, null), (result.Status, result.Score));
    }

    [Theory]
    [InlineData("anchor mirror thunder a", "anchor bridge quarry", 7)] // "anchor " is right, "m" is not
    [InlineData("anchor", "anchor bridge quarry", 6)] // right as far as it goes
    [InlineData("anchor bridge quarry", "Anchor  Bridge quarry.", 20)]
    [InlineData("anchor bridge", "anchor", 7)] // goes on where it should have ended
    [InlineData("zebra", "anchor", 0)]
    [InlineData("\U0001F600 no", "\U0001F600 yes", 2)] // a code point, though two of UTF-16
    [InlineData("", "anchor", 0)]
    public async Task ScoreAsync_Target_SaysWhereTheFirstErrorIs(string output, string target, int expected)
    {
        FeedbackResult result = Assert.Single(await new ExactMatchFeedback().ScoreAsync([new("t", "p", "q", output, target)], default));
        Assert.Equal(expected, result.FirstError);
    }
}
