using Hir.Cli.Running.Collapse;

namespace Hir.EndToEnd.Tests.Running.Collapse;

public sealed class CollapseWatchTests
{
    private static readonly IterationSigns Healthy = new(0)
    {
        SampledSuccess = 0.3, SuccessByTask = new Dictionary<string, double> { ["a"] = 0.2, ["b"] = 0.4 }, Accuracy = 0.4,
        WrongInstructionAccuracy = 0.1, WrongProbability = 0.2, Entropy = 0.4, Duplicates = 0.3, LargestOutput = 0.1, OutputTokens = 6, WrongPairs = 0.2,
    };

    /// <summary>As a run on free text goes: the base is far better greedy than sampled, and grows surer of wrong outputs as of right
    /// ones.</summary>
    [Fact]
    public void Observe_ARunThatLearns_SaysNothing()
    {
        double[] accuracy = [0.55, 0.58, 0.71, 0.80, 0.87, 0.91];
        double[] sampled = [0.11, 0.2, 0.35, 0.5, 0.65, 0.75];
        double[] wrong = [0.25, 0.28, 0.33, 0.38, 0.4, 0.43];
        Assert.All(Observe(6, i => Healthy with
        {
            Accuracy = accuracy[i], SampledSuccess = sampled[i], WrongInstructionAccuracy = wrong[i], WrongProbability = 0.01 + 0.08 * i,
            Entropy = 0.4 - 0.05 * i,
        }), Assert.Empty);
    }

    /// <summary>The paper's form on a position-biased base: sampled success .26 .15 .15 .18, the wrong-answer instruction from .01 to
    /// .31.</summary>
    [Fact]
    public void Observe_TheCollapseThatWasMeasured_WarnsAndEndsTheRunAtItsThirdIteration()
    {
        double[] sampled = [0.26, 0.15, 0.15, 0.18];
        IReadOnlyList<CollapseWarning>[] warnings = Observe(4, i => Healthy with
        {
            SampledSuccess = sampled[i], Accuracy = 0.25, WrongInstructionAccuracy = i == 0 ? 0.01 : 0.31, LargestOutput = 0.985, WrongPairs = 0.8,
        });

        Assert.Equal(["one_output", "wrong_pairs"], warnings[0].Select(w => w.Kind));
        Assert.Contains(warnings[1], w => w is { Kind: "wrong_instruction", Value: 0.31, IsNew: true });
        Assert.DoesNotContain(warnings[1], w => w.EndsRun);
        CollapseWarning fell = warnings[2].Single(w => w.Kind == "success_fell");
        Assert.True(fell is { EndsRun: true, IsNew: true, Iteration: 2, Value: 0.15, Limit: 0.26 });
        Assert.Contains("sampled success is 15.0 % after 15.0 %, and the first iteration's was 26.0 %", fell.Message, StringComparison.Ordinal);
        Assert.False(warnings[3].Single(w => w.Kind == "success_fell").IsNew);
    }

    [Theory]
    [InlineData("0.3 0.29 0.31", false, false)] // once, and it came back
    [InlineData("0.3 0.31 0.29", false, false)] // once
    [InlineData("0.3 0.29 0.28", true, false)] // twice, a little
    [InlineData("0.3 0.23 0.2", true, true)] // twice, more than a fifth
    public void Observe_SampledSuccess_WarnsFromTheSecondTimeBelowTheFirst(string sampled, bool warns, bool ends)
    {
        double[] success = [.. sampled.Split(' ').Select(s => double.Parse(s, System.Globalization.CultureInfo.InvariantCulture))];
        IReadOnlyList<CollapseWarning> last = Observe(success.Length, i => Healthy with { SampledSuccess = success[i], Accuracy = 0.4 })[^1];

        Assert.Equal(warns, last.Any(w => w.Kind == "success_fell"));
        Assert.Equal(ends, last.Any(w => w.EndsRun));
    }

    [Theory]
    [InlineData("accuracy_fell")]
    [InlineData("one_output")]
    [InlineData("wrong_stays_likely")]
    [InlineData("wrong_instruction")]
    [InlineData("greedy_gap")]
    [InlineData("no_success")]
    [InlineData("wrong_pairs")]
    [InlineData("low_entropy")]
    [InlineData("high_entropy")]
    [InlineData("duplicates")]
    [InlineData("length")]
    public void Observe_OneSignAlone_IsTheOnlyWarningAndSaysWhatToChange(string kind)
    {
        IterationSigns fine = Healthy with { WrongProbability = 0.15 };
        IterationSigns later = kind switch
        {
            "accuracy_fell" => fine with { Accuracy = 0.2 },
            "one_output" => fine with { LargestOutput = 0.95 },
            "wrong_stays_likely" => fine with { WrongProbability = 0.25 },
            "wrong_instruction" => fine with { WrongInstructionAccuracy = 0.4 },
            "greedy_gap" => fine with { Accuracy = 0.7 },
            "no_success" => fine with { SuccessByTask = new Dictionary<string, double> { ["a"] = 0, ["b"] = 0.6 } },
            "wrong_pairs" => fine with { WrongPairs = 0.75 },
            "low_entropy" => fine with { Entropy = 0.01 },
            "high_entropy" => fine with { Entropy = 0.9 },
            "duplicates" => fine with { Duplicates = 0.95 },
            _ => fine with { OutputTokens = 2.5 },
        };
        IReadOnlyList<CollapseWarning>[] warnings = Observe(3, i => i == 0 ? Healthy : later);

        CollapseWarning warning = Assert.Single(warnings[2]);
        Assert.Equal(kind, warning.Kind);
        Assert.Matches(@"\. [A-Z][a-z]+ .*[a-z]+[._]?[a-z]+", warning.Message);
        Assert.Empty(warnings[0]);
    }

    [Fact]
    public void Observe_AModelThatIsRight_MayRepeatItself() =>
        Assert.All(
            Observe(4, i => Healthy with
            {
                SampledSuccess = 0.95, Accuracy = 0.97, Entropy = 0.001, Duplicates = 1, LargestOutput = 1, WrongProbability = 0.5,
            }),
            Assert.Empty);

    [Fact]
    public void Observe_NothingMeasured_SaysNothing() => Assert.All(Observe(4, i => new IterationSigns(i)), Assert.Empty);

    private static IReadOnlyList<CollapseWarning>[] Observe(int count, Func<int, IterationSigns> of)
    {
        var watch = new CollapseWatch();
        return [.. Enumerable.Range(0, count).Select(i => watch.Observe(of(i) with { Iteration = i }))];
    }
}
