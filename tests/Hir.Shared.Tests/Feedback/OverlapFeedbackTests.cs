using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Feedback.Overlap;

namespace Hir.Shared.Tests.Feedback;

public sealed class OverlapFeedbackTests
{
    // The scores are those of SQuAD's published evaluation, worked out by hand: F1 = 2 shared / (words of one + words of the other).
    [Theory]
    [InlineData("the quick brown fox", "quick fox", 0.8)] // 2 shared of 3 and 2: 4 / 5
    [InlineData("A cat.", "cat", 1)]
    [InlineData("cat cat cat", "cat", 0.5)] // repeating a word does not raise the share: 2 / 4
    [InlineData("don't", "dont", 1)]
    [InlineData("dog", "cat", 0)]
    [InlineData("", "cat", 0)]
    [InlineData("the", "the", 0)] // no word is left
    public void TokenF1_Words_CountAsOftenAsTheyAreShared(string output, string target, double expected) =>
        Assert.Equal(expected, Scored.By(new TokenF1Feedback(new()), output, target).Score!.Value, 12);

    [Fact]
    public void TokenF1_ArticlesKept_Count() =>
        Assert.Equal(2.0 / 3, Scored.By(new TokenF1Feedback(new() { DropArticles = false }), "the cat", "cat").Score!.Value, 12);

    [Theory]
    [InlineData("the cat sat", "cat lay", 8)]
    [InlineData("cat lay", "the cat lay down", 7)]
    public void TokenF1_FirstError_IsTheFirstOtherWord(string output, string target, int expected) =>
        Assert.Equal(expected, Scored.By(new TokenF1Feedback(new()), output, target).FirstError);

    [Theory]
    [InlineData("kitten", "sitting", EditUnit.Characters, 1 - (3 / 7.0))] // the textbook's example: distance 3
    [InlineData("abc", "abc", EditUnit.Characters, 1)]
    [InlineData(" abc ", "abc", EditUnit.Characters, 1)]
    [InlineData("abc", "", EditUnit.Characters, 0)]
    [InlineData("", "", EditUnit.Characters, 1)]
    [InlineData("\U0001F600", "\U0001F601", EditUnit.Characters, 0)] // one code point each
    [InlineData("a b c", "a x c d", EditUnit.Words, 0.5)]
    public void EditDistance_Texts_AreGraded(string output, string target, EditUnit unit, double expected) =>
        Assert.Equal(expected, Scored.By(new EditDistanceFeedback(new() { Unit = unit }), output, target).Score!.Value, 12);

    [Theory]
    [InlineData(EditUnit.Characters, "kitten", "kissing", 2)]
    [InlineData(EditUnit.Characters, "  kit", "kit", 5)]
    [InlineData(EditUnit.Characters, "  kid", "kit", 4)]
    [InlineData(EditUnit.Words, "one two four", "one two three", 8)]
    public void EditDistance_FirstError_IsWhereTheTextsPart(EditUnit unit, string output, string target, int expected) =>
        Assert.Equal(expected, Scored.By(new EditDistanceFeedback(new() { Unit = unit }), output, target).FirstError);

    [Fact]
    public void EditDistance_Case_CountsUnlessIgnored()
    {
        Assert.Equal(0, Scored.By(new EditDistanceFeedback(new()), "AB", "ab").Score);
        Assert.Equal(1, Scored.By(new EditDistanceFeedback(new() { IgnoreCase = true }), "AB", "ab").Score);
    }

    [Fact]
    public void EditDistance_AnyTexts_IsSymmetricAndZeroOnlyForEqualOnes() => Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(), ArbMap.Default.ArbFor<string?>(), (a, b) =>
        {
            (a, b) = ((a ?? "").Trim(), (b ?? "").Trim());
            double there = Scored.By(new EditDistanceFeedback(new()), a, b).Score!.Value;
            double back = Scored.By(new EditDistanceFeedback(new()), b, a).Score!.Value;
            return there == back && there is >= 0 and <= 1 && there == 1 == a.EnumerateRunes().SequenceEqual(b.EnumerateRunes());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FirstError_AnyOutput_LiesWithinItAndItsBeginningIsRight() => Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(), ArbMap.Default.ArbFor<string?>(), (output, target) =>
        {
            (output, target) = (output ?? "", target ?? "");
            int first = FirstError.OfCharacters(output, target);
            string right = string.Concat(output.EnumerateRunes().Take(first));
            return first <= FirstError.Length(output) && FirstError.OfCharacters(right, target) == first;
        }).QuickCheckThrowOnFailure();
}
