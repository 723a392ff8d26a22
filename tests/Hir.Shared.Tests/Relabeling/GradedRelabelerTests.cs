using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Graded;
using Hir.Shared.Relabeling.Levels;
using Hir.Shared.Shards;

namespace Hir.Shared.Tests.Relabeling;

public sealed class GradedRelabelerTests
{
    private static readonly GradedSection Half = new() { Thresholds = [1, 0.5], Wording = "at least {score}" };

    [Fact]
    public void Relabel_ScoresAtAndBelowThresholds_TakesTheFirstLevelThatIsReached()
    {
        IReadOnlyList<Relabel> relabels = new GradedRelabeler(Half, ScoredRows.Words).Relabel(ScoredRows.Of(1.5, 1, 0.99, 0.5, 0.49, -3));

        Assert.Equal(
            ["right please", "right please", "at least 0.5", "at least 0.5", "wrong please", "wrong please"],
            relabels.Select(r => r.Instruction));
        Assert.Equal([true, true, false, false, false, false], relabels.Select(r => r.IsSuccess));
        Assert.Equal(
            ["wrong please", "wrong please", "right please", "right please", "right please", "right please"],
            relabels.Select(r => r.ContrastInstruction));
    }

    [Fact]
    public void Asks_WordsOfItsOwn_AreTheWordsOfTheLevels()
    {
        GradedRelabeler relabeler = new(Half with { Words = ["best", "middling", "poor"] }, ScoredRows.Words);

        Assert.Equal("best", relabeler.Asks.Wanted);
        Assert.Equal("poor", relabeler.Asks.Unwanted);
        Assert.Equal(["middling", "poor"], relabeler.Asks.Lower);
        Assert.Equal(["best", "middling", "poor"], relabeler.Relabel(ScoredRows.Of(1, 0.5, 0)).Select(r => r.Instruction));
    }

    [Fact]
    public void Relabel_RowsWithoutScore_AreLeftOut() => Assert.Equal(
        [null, "right please"], new GradedRelabeler(Half, ScoredRows.Words).Relabel(ScoredRows.Of(null, 1)).Select(r => r.Instruction));

    [Fact]
    public void Relabel_OneThreshold_IsBinary() => Prop.ForAll<NormalFloat, NormalFloat[]>((threshold, scores) =>
    {
        ShardRow[] rows = ScoredRows.Of([.. scores.Select(s => (double?)s.Get), null, threshold.Get]);
        return new GradedRelabeler(new GradedSection { Thresholds = [threshold.Get] }, ScoredRows.Words).Relabel(rows)
            .SequenceEqual(new BinaryRelabeler(ScoredRows.Words, threshold.Get).Relabel(rows));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Relabel_RandomContrast_IsAnotherLevelAndTheSameEveryTime()
    {
        GradedRelabeler relabeler = new(new GradedSection { Contrast = LevelContrast.Random }, ScoredRows.Words);
        ShardRow[] rows = ScoredRows.Of([.. Enumerable.Range(0, 200).Select(i => (double?)((i % 5) / 4.0))]);

        IReadOnlyList<Relabel> relabels = relabeler.Relabel(rows);

        Assert.All(relabels, r => Assert.NotEqual(r.Instruction, r.ContrastInstruction));
        foreach (IGrouping<string?, Relabel> level in relabels.GroupBy(r => r.Instruction))
        {
            Assert.Equal(4, level.Select(r => r.ContrastInstruction).Distinct().Count());
        }

        Assert.Equal(relabels.Reverse(), relabeler.Relabel([.. rows.Reverse()]));
        Assert.All(
            new GradedRelabeler(new GradedSection { Contrast = LevelContrast.None }, ScoredRows.Words).Relabel(rows),
            r => Assert.Null(r.ContrastInstruction));
    }

    [Fact]
    public void Create_LevelsOfOneText_AreRefused()
    {
        InputException e = Assert.Throws<InputException>(
            () => new GradedRelabeler(new GradedSection { Thresholds = [1, 0.5, 0], Words = ["a", "b", "b", "c"] }, ScoredRows.Words));
        Assert.Contains("relabel.graded: two levels have the instruction \"b\"", e.Message, StringComparison.Ordinal);
    }
}
