using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Feedback;
using Hir.Shared.Feedback.Numbers;

namespace Hir.Shared.Tests.Feedback;

public sealed class NumericFeedbackTests
{
    [Theory]
    [InlineData("42", "42", 1)]
    [InlineData("The answer is 42.", "42", 1)]
    [InlineData("6 times 7 is 42", "42", 1)]
    [InlineData("42 is 6 times 7", "42", 0)] // the last number counts
    [InlineData("1,234.50", "1234.5", 1)]
    [InlineData("$1,234", "#### 1234", 1)]
    [InlineData("-3", "-3", 1)]
    [InlineData("\u22123", "-3", 1)] // the minus sign of typesetting
    [InlineData("5-3", "3", 1)] // here it is a dash
    [InlineData("(2)-3", "3", 1)]
    [InlineData(".5", "0.5", 1)]
    [InlineData("2e3", "2000", 1)]
    [InlineData("50%", "50", 1)]
    [InlineData("1, 2, 3", "3", 1)]
    [InlineData("12345678901234567891", "12345678901234567892", 0)] // equal as doubles
    [InlineData("0.1", "0.10", 1)]
    [InlineData("none", "42", 0)]
    [InlineData("", "42", 0)]
    [InlineData("1e999", "42", 0)]
    public void ScoreAsync_LastNumber_IsComparedExactly(string output, string target, double expected) =>
        Assert.Equal(expected, Scored.By(new NumericFeedback(new()), output, target).Score);

    [Theory]
    [InlineData(NumberPlace.First, "42 is 6 times 7", 1)]
    [InlineData(NumberPlace.Whole, "42", 1)]
    [InlineData(NumberPlace.Whole, " $42.00 ", 1)]
    [InlineData(NumberPlace.Whole, "42 apples", 0)]
    [InlineData(NumberPlace.Whole, "6 42", 0)]
    public void ScoreAsync_OtherPlaces_TakeThatNumber(NumberPlace take, string output, double expected) =>
        Assert.Equal(expected, Scored.By(new NumericFeedback(new() { Take = take }), output, "42").Score);

    [Theory]
    [InlineData(0.5, 0, "99.5", 1)]
    [InlineData(0.5, 0, "99.4", 0)]
    [InlineData(0, 0.01, "101", 1)]
    [InlineData(0, 0.01, "101.1", 0)]
    [InlineData(2, 0.01, "102", 1)] // the larger of the two
    public void ScoreAsync_Tolerance_IsInclusive(double absolute, double relative, string output, double expected) =>
        Assert.Equal(expected, Scored.By(new NumericFeedback(new() { Tolerance = absolute, RelativeTolerance = relative }), output, "100").Score);

    [Fact]
    public void ScoreAsync_TargetWithoutNumber_Fails() =>
        Assert.Equal(ScoreStatus.Failed, Scored.By(new NumericFeedback(new()), "1", "one").Status);

    [Fact]
    public void Of_AnyNumberInASentence_IsReadBack() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<short>(), (whole, noise) =>
        {
            string written = whole.ToString("N0", CultureInfo.InvariantCulture);
            return NumberText.Of($"first {noise}, then {written}.", NumberPlace.Last)?.Value == whole
                && NumberText.Of($"{written} before {noise}", NumberPlace.First)?.Value == whole;
        }).QuickCheckThrowOnFailure();
}
