using Hir.Cli.Running;
using Hir.Shared.Shards;
using Hir.Shared.Tasks;

namespace Hir.EndToEnd.Tests.Running;

public sealed class QueryDrawTests
{
    private static readonly TaskSet Set = new("t", [.. Enumerable.Range(0, 100).Select(i => new TaskExample($"{i:D3}", $"q{i}", i % 4 == 0 ? "yes" : $"no {i}"))]);

    [Fact]
    public void Draw_FewerThanThereAre_TakesDistinctQueriesThatSeedAndIterationFix()
    {
        IReadOnlyList<TaskExample> first = QueryDraw.Draw([Set], 30, seed: 1, iteration: 0)[0].Examples;

        Assert.Equal(30, first.Distinct().Count());
        Assert.Equal(first, QueryDraw.Draw([Set], 30, seed: 1, iteration: 0)[0].Examples);
        Assert.NotEqual(first, QueryDraw.Draw([Set], 30, seed: 1, iteration: 1)[0].Examples);
        Assert.NotEqual(first, QueryDraw.Draw([Set], 30, seed: 2, iteration: 0)[0].Examples);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void Draw_AllOrMoreThanThereAre_TakesTheSet(int queries) => Assert.Same(Set, QueryDraw.Draw([Set], queries, 1, 0)[0]);

    [Fact]
    public void Draw_CurriculumBeforeAnySample_IsTheDrawWithoutIt() =>
        Assert.Equal(
            QueryDraw.Draw([Set], 30, seed: 1, iteration: 3)[0].Examples,
            QueryDraw.Draw([Set], 30, seed: 1, iteration: 3, new QuerySuccess())[0].Examples);

    /// <summary>Weights 1 and .1: of two lots of 50 the first fills a draw of 10 nearly alone.</summary>
    [Fact]
    public void Draw_Curriculum_TakesQueriesThatAreRightHalfOfTheTimeMoreOften()
    {
        QuerySuccess past = new();
        past.Add(Set.Examples.SelectMany((e, i) => Enumerable.Range(0, 40).Select(k => Row(e.Id, i < 50 && k % 2 == 0 ? 1 : 0))));

        int[] drawn = [.. Enumerable.Range(0, 100).SelectMany(i => QueryDraw.Draw([Set], 10, 1, i, past)[0].Examples).Select(e => int.Parse(e.Id, System.Globalization.CultureInfo.InvariantCulture))];

        Assert.Equal(1000, drawn.Length);
        Assert.InRange(drawn.Count(i => i < 50), 850, 960);
        Assert.Equal(
            QueryDraw.Draw([Set], 10, 1, 5, past)[0].Examples, QueryDraw.Draw([Set], 10, 1, 5, past)[0].Examples);
    }

    [Theory]
    [InlineData(0, 0, 1)] // never sampled
    [InlineData(1, 2, 1)]
    [InlineData(2, 2, 0.75)] // 4 * 3/4 * 1/4
    [InlineData(0, 2, 0.75)]
    [InlineData(98, 98, 0.1)]
    public void WeightOf_SuccessRate_IsLargestAtOneHalf(int right, int all, double expected)
    {
        QuerySuccess past = new();
        past.Add(Enumerable.Range(0, all).Select(k => Row("000", k < right ? 1 : 0)));

        Assert.Equal(expected, past.WeightOf("t", "000"), 1e-12);
    }

    private static ShardRow Row(string query, double score) => new()
    {
        SampleId = "s", Iteration = 0, Task = "t", QueryId = query, SampleIndex = 0, Instruction = "i", Query = query, Output = "",
        PromptTokenIds = [3], OutputTokenIds = [1], OutputLogprobs = [0], FinishReason = "stop", ModelVersion = 0, ModelFingerprint = "f", Seed = 0,
        Temperature = 1, TopP = 1, TopK = 0, Score = score, ScoreStatus = Shared.Feedback.ScoreStatus.Ok,
    };

    [Fact]
    public void Best_ConstantAnswer_IsTheCommonestTarget() => Assert.Equal(("yes", 0.25), ConstantAnswer.Best(Set));
}
