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

    [Fact]
    public void Create_UnknownName_ListsTheKnownAndTheNearest()
    {
        InputException e = Assert.Throws<InputException>(() => FeedbackCatalog.Create("exact"));
        Assert.Contains("Did you mean \"exact_match\"?", e.Message, StringComparison.Ordinal);
        Assert.IsType<ExactMatchFeedback>(FeedbackCatalog.Create("exact_match"));
    }
}
