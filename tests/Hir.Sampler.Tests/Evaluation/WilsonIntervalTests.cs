using FsCheck;
using FsCheck.Fluent;
using Hir.Sampler.Evaluation;

namespace Hir.Sampler.Tests.Evaluation;

public sealed class WilsonIntervalTests
{
    /// <summary>R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), Table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Of_NewcombesExamples_HasHisIntervals(int successes, int trials, double low, double high)
    {
        (double actualLow, double actualHigh) = WilsonInterval.Of(successes, trials);
        Assert.Equal(low, actualLow, 5e-5);
        Assert.Equal(high, actualHigh, 5e-5);
    }

    [Fact]
    public void Of_AnyShare_LiesWithinZeroAndOneAndHoldsTheShare()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<NonNegativeInt>(), (trials, some) =>
        {
            int successes = some.Get % (trials.Get + 1);
            (double low, double high) = WilsonInterval.Of(successes, trials.Get);
            Assert.InRange((double)successes / trials.Get, low, high);
            Assert.InRange(low, 0, 1);
            Assert.InRange(high, 0, 1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Of_MoreSuccessesThanTrials_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(3, 2));
}
