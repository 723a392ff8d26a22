using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Quantile;
using Hir.Shared.Shards;

namespace Hir.Shared.Tests.Relabeling;

public sealed class RelabelSequenceTests
{
    private static readonly QuantileSection Settings = new() { Window = 2, TopShare = 0.25 };

    [Fact]
    public void Next_IterationAfterIteration_GivesWhatAllAtOnceGives()
    {
        System.Random random = new(3);
        ShardRow[][] iterations = [.. Enumerable.Range(0, 5).Select(i =>
            Enumerable.Range(0, 12).Select(j => ScoredRows.Row(random.Next(20) / 20.0, j % 2 == 0 ? "a" : "b", i, $"{i}/{j}")).ToArray())];
        QuantileRelabeler relabeler = new(Settings, ScoredRows.Words);
        IReadOnlyList<Relabel> atOnce = relabeler.Relabel([.. iterations.SelectMany(i => i)]);

        RelabelSequence sequence = new(relabeler);
        ShardRow[] oneByOne = [.. iterations.SelectMany(i => sequence.Next(i).Rows)];

        Assert.Equal(atOnce.Select(r => r.Instruction), oneByOne.Select(r => r.RelabeledInstruction));
        Assert.Equal(60, oneByOne.Length);
    }

    [Fact]
    public void Next_AfterAStop_GivesWhatItWouldHaveGiven()
    {
        Recorder recorder = new();
        RelabelSequence whole = new(recorder);
        for (int i = 0; i < 5; i++) whole.Next([ScoredRows.Row(1, iteration: i)]);
        int[] before = recorder.Iterations[^1];

        RelabelSequence stopped = new(recorder);
        for (int i = 4 - stopped.IterationsBefore; i < 4; i++) stopped.Pass([ScoredRows.Row(1, iteration: i)]);
        stopped.Next([ScoredRows.Row(1, iteration: 4)]);

        Assert.Equal([2, 3, 4], before);
        Assert.Equal(before, recorder.Iterations[^1]);
    }

    [Theory]
    [InlineData("", "wrong", "row s1: it returned an empty instruction")]
    [InlineData(" \n", null, "row s1: it returned an empty instruction")]
    [InlineData("right", "", "row s1: it returned an empty contrast")]
    [InlineData("right", "right", "row s1: it returned \"right\" as instruction and as contrast")]
    public void From_WhatPhiMustNotReturn_NamesRowAndClass(string instruction, string? contrast, string expected)
    {
        InputException e = Assert.Throws<InputException>(() => RelabeledRows.From(
            ScoredRows.Of(1, 1), new Fixed([new("fine", null, true), new(instruction, contrast, true)])));
        Assert.StartsWith($"{typeof(Fixed).FullName}: {expected}", Assert.Single(e.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void From_AnotherNumberOfResults_NamesTheClass() => Assert.Contains(
        "returned 1 results for 2 rows",
        Assert.Throws<InputException>(() => RelabeledRows.From(ScoredRows.Of(1, 1), new Fixed([Relabel.LeftOut]))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void From_RowsThatWereRelabeledBefore_LoseTheirPieces() => Assert.Null(Assert.Single(RelabeledRows.From(
        [ScoredRows.Row(1) with { PieceStart = 0, PieceEnd = 1 }], new BinaryRelabeler(ScoredRows.Words)).Rows).PieceStart);

    private sealed class Recorder : IRelabeler
    {
        public List<int[]> Iterations { get; } = [];

        public int Window => 3;

        public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows)
        {
            Iterations.Add([.. rows.Select(r => r.Iteration)]);
            return [.. rows.Select(_ => new Relabel("p", null, true))];
        }
    }

    private sealed class Fixed(IReadOnlyList<Relabel> results) : IRelabeler
    {
        public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows) => results;
    }
}
