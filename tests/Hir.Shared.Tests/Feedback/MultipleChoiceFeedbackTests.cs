using Hir.Shared.Feedback;
using Hir.Shared.Feedback.Choices;

namespace Hir.Shared.Tests.Feedback;

public sealed class MultipleChoiceFeedbackTests
{
    private const string Query = "Who holds the ball?\nOptions:\n(A) Ann\n(B) Ann Lee\n(C) Bob";

    [Theory]
    [InlineData("(C)", 1)]
    [InlineData("C", 1)]
    [InlineData("c.", 1)]
    [InlineData("C) Bob", 1)]
    [InlineData("(C) Bob.", 1)]
    [InlineData("Bob", 1)]
    [InlineData(" bob. ", 1)]
    [InlineData("The answer is (C).", 1)]
    [InlineData("The answer is C.", 1)]
    [InlineData("I think that Bob holds it", 1)]
    [InlineData("(B)", 0)]
    [InlineData("(C) Ann", 0)] // the letter of one, the text of another
    [InlineData("(A) (B) (C)", 0)] // naming all is naming none
    [InlineData("(A) or (C)", 0)]
    [InlineData("Ann or Bob", 0)]
    [InlineData("Bobby holds it", 0)]
    [InlineData("C is for cookie", 0)]
    [InlineData("", 0)]
    [InlineData("(D)", 0)]
    public void ScoreAsync_Output_CountsByTheOptionItMeans(string output, double expected) =>
        Assert.Equal(expected, Scored.By(new MultipleChoiceFeedback(), output, "(C)", Query).Score);

    [Theory]
    [InlineData("(A) (B) (C)")]
    [InlineData("(A) or (C)")]
    [InlineData("A. No, the answer is B.")]
    [InlineData("Ann and Bob")]
    public void ScoreAsync_SeveralOptions_AreWrongWhicheverIsRight(string output)
    {
        foreach (string target in (string[])["(A)", "(B)", "(C)"]) Assert.Equal(0, Scored.By(new MultipleChoiceFeedback(), output, target, Query).Score);
    }

    [Theory]
    [InlineData("Ann", "(A)")]
    [InlineData("Ann Lee holds it", "(B)")] // Ann occurs in it too, but only within the longer one
    public void ScoreAsync_TextWithinAnother_TheLongerOneCounts(string output, string target) =>
        Assert.Equal(1, Scored.By(new MultipleChoiceFeedback(), output, target, Query).Score);

    [Theory]
    [InlineData("Is it?\nOptions:\n- Yes\n- No", "No", "no.", 1)]
    [InlineData("Is it?\nOptions:\n- Yes\n- No", "No", "Yes", 0)]
    [InlineData("Which?\nA. red\nB. green", "green", "B", 1)]
    [InlineData("Which?\n1) red\n2) green", "2", "green", 1)]
    [InlineData("Which?\n(A) B\n(B) A", "(A)", "(A)", 1)]
    [InlineData("What is 2 + 2?", "(A)", "A", 1)] // no options to read: only the brackets are set aside
    [InlineData("What is 2 + 2?", "4", "5", 0)]
    public void ScoreAsync_OtherLists_AreRead(string query, string target, string output, double expected) =>
        Assert.Equal(expected, Scored.By(new MultipleChoiceFeedback(), output, target, query).Score);

    [Fact]
    public void ScoreAsync_TargetIsNoOption_FailsAndSaysSo()
    {
        FeedbackResult result = Scored.By(new MultipleChoiceFeedback(), "(A)", "(Z)", Query);
        Assert.Equal((ScoreStatus.Failed, null), (result.Status, result.Score));
        Assert.Contains("'(Z)'", result.Text, StringComparison.Ordinal);
    }
}
