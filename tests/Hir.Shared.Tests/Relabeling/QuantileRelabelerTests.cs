using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Feedback;
using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Quantile;
using Hir.Shared.Shards;

namespace Hir.Shared.Tests.Relabeling;

public sealed class QuantileRelabelerTests
{
    private static readonly string[] Five = ["L0", "L1", "L2", "L3", "L4"];

    // Ten scores 1 … 10: ranks 0.1 … 1. With a fifth on top the other levels cover (0, 0.2], (0.2, 0.4], (0.4, 0.6], (0.6, 0.8].
    [Fact]
    public void Relabel_TenScoresInFiveLevels_TakesTwoOfEach() => Assert.Equal(
        ["L4", "L4", "L3", "L3", "L2", "L2", "L1", "L1", "L0", "L0"],
        Labels(new() { TopShare = 0.2, Levels = 5, Words = Five, SuccessScore = 99 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));

    // The three 7s of the first stand at ranks 3, 4 and 5 of 5 and take the upper one: all are among the best fifth. The three 2s of the
    // second stand at 2, 3 and 4 and take 4 of 5, which is in (0.6, 0.8].
    [Fact]
    public void Relabel_EqualScores_TakeTheUpperRank()
    {
        QuantileSection settings = new() { TopShare = 0.2, Levels = 5, Words = Five, SuccessScore = 99 };
        Assert.Equal(["L0", "L4", "L0", "L4", "L0"], Labels(settings, [7, 1, 7, 1, 7]));
        Assert.Equal(["L0", "L1", "L1", "L1", "L4"], Labels(settings, [3, 2, 2, 2, 1]));
    }

    [Theory]
    [InlineData(10, 0.1, 1)] // a tenth of ten is one, though 0.1 is no binary number
    [InlineData(30, 0.1, 3)]
    [InlineData(31, 0.1, 4)] // the share is reached, not only approached
    [InlineData(5, 0.1, 1)] // always one
    [InlineData(7, 3.0 / 7, 3)]
    public void Relabel_DistinctScores_PutsTheShareOnTop(int count, double share, int top) => Assert.Equal(
        top, Labels(new() { TopShare = share }, [.. Enumerable.Range(0, count).Select(i => i / 1000.0)]).Count(l => l == "right please"));

    [Fact]
    public void Relabel_FewRight_PutsThemOnTopAndNoWrongOneThoughTheShareIsLarger() => Assert.Equal(
        ["low", "right please", "low", "low"],
        Labels(new() { TopShare = 0.5, Wording = "low {percent}" }, [0, 1, 0, 0]).Select(l => l!.Split(" 2")[0]));

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.4, false)]
    [InlineData(1.0, true)]
    public void Relabel_AllEqual_AreTopOnlyWhereTheyAreRight(double score, bool success)
    {
        foreach (int count in new[] { 1, 7 })
        {
            IReadOnlyList<Relabel> relabels = new QuantileRelabeler(new QuantileSection(), ScoredRows.Words)
                .Relabel(ScoredRows.Of([.. Enumerable.Repeat<double?>(score, count)]));
            Assert.All(relabels, r => Assert.Equal(success, r.IsSuccess));
        }
    }

    [Fact]
    public void Relabel_TasksAndIterations_AreRankedApart()
    {
        ShardRow[] rows =
        [
            ScoredRows.Row(0.1, "a", 0), ScoredRows.Row(0.2, "a", 0), ScoredRows.Row(0.8, "b", 0), ScoredRows.Row(0.9, "b", 0),
            ScoredRows.Row(0.15, "a", 1), ScoredRows.Row(0.05, "a", 1), ScoredRows.Row(0.05, "a", 2), ScoredRows.Row(0.04, "a", 2),
        ];

        // With two iterations the 0.2 of the first stands above the second's 0.15, which stands above all of the third.
        Assert.Equal([false, true, false, true, false, false, false, false], Success(2));
        Assert.Equal([false, true, false, true, true, false, true, false], Success(1));

        IEnumerable<bool?> Success(int window) => new QuantileRelabeler(new QuantileSection { Window = window, TopShare = 0.25 }, ScoredRows.Words)
            .Relabel(rows).Select(r => r.IsSuccess);
    }

    [Fact]
    public void Relabel_RowsWithoutScore_AreLeftOutAndDoNotCount()
    {
        ShardRow[] rows = [.. ScoredRows.Of(0.1, null, 0.2, null, null), ScoredRows.Row(0.9) with { ScoreStatus = ScoreStatus.Timeout, Score = null }];

        IReadOnlyList<Relabel> relabels = new QuantileRelabeler(new QuantileSection { TopShare = 0.5 }, ScoredRows.Words).Relabel(rows);

        Assert.Equal([false, null, true, null, null, null], relabels.Select(r => r.IsSuccess));
        Assert.Equal(4, relabels.Count(r => r.Instruction is null));
    }

    [Fact]
    public void Asks_DefaultWords_AreTheCorrectAnswerAndTheMiddleOfTheOtherRanks()
    {
        AskedInstructions two = new QuantileRelabeler(new QuantileSection { Wording = "about {percent}%" }, ScoredRows.Words).Asks;
        AskedInstructions five = new QuantileRelabeler(
            new QuantileSection { TopShare = 0.2, Levels = 5, Wording = "about {percent}%" }, ScoredRows.Words).Asks;

        Assert.Equal(("right please", "about 45%"), (two.Wanted, two.Unwanted));
        Assert.Equal(["about 70%", "about 50%", "about 30%", "about 10%"], five.Lower);
    }

    [Fact]
    public void Relabel_HigherScoreOfTheSameTaskAndIteration_NeverGetsALowerLevel() => Prop.ForAll(Cases(), c =>
    {
        QuantileSection settings = new() { TopShare = c.Share, Levels = 5, Words = Five, SuccessScore = c.Success };
        int[] levels = [.. new QuantileRelabeler(settings, ScoredRows.Words).Relabel(c.Rows).Select(r => Array.IndexOf(Five, r.Instruction))];
        return Enumerable.Range(0, levels.Length).All(i => Enumerable.Range(0, levels.Length).All(j =>
            c.Rows[i].Iteration != c.Rows[j].Iteration || c.Rows[i].Task != c.Rows[j].Task || c.Rows[i].Score < c.Rows[j].Score
                || levels[i] <= levels[j]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Relabel_RowsInAnyOrder_GetTheSameLabels() => Prop.ForAll(Cases(), c =>
    {
        QuantileRelabeler relabeler = new(new QuantileSection { TopShare = c.Share, Levels = 5, Words = Five }, ScoredRows.Words);
        int[] order = [.. Enumerable.Range(0, c.Rows.Length)];
        new System.Random(c.Rows.Length).Shuffle(order);
        IReadOnlyList<Relabel> straight = relabeler.Relabel(c.Rows);
        return relabeler.Relabel([.. order.Select(i => c.Rows[i])]).SequenceEqual(order.Select(i => straight[i]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Relabel_BestScoreThatIsASuccess_IsAlwaysTop() => Prop.ForAll(Cases(), c =>
    {
        QuantileRelabeler relabeler = new(new QuantileSection { TopShare = c.Share, Levels = 5, Words = Five, Window = 1 }, ScoredRows.Words);
        ShardRow best = ScoredRows.Row(1, "a");
        return relabeler.Relabel([.. c.Rows, best])[^1].IsSuccess == true;
    }).QuickCheckThrowOnFailure();

    private static IEnumerable<string?> Labels(QuantileSection settings, double[] scores) =>
        new QuantileRelabeler(settings, ScoredRows.Words).Relabel(ScoredRows.Of([.. scores.Select(s => (double?)s)])).Select(r => r.Instruction);

    // Few distinct scores, so that ties are common.
    private static Arbitrary<Case> Cases() => Arb.From(
        from rows in Gen.NonEmptyListOf(
            from score in Gen.Choose(0, 8)
            from task in Gen.Elements("a", "b")
            from iteration in Gen.Choose(0, 3)
            select ScoredRows.Row(score / 8.0, task, iteration))
        from share in Gen.Choose(1, 99)
        from success in Gen.Elements(0.5, 1, 2)
        select new Case([.. rows], share / 100.0, success));

    private sealed record Case(ShardRow[] Rows, double Share, double Success)
    {
        public override string ToString() => $"share {Share}, success {Success}: {string.Join(" ", Rows.Select(r => $"{r.Task}{r.Iteration}:{r.Score}"))}";
    }
}
