using Hir.Cli.Running;
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
    public void Best_ConstantAnswer_IsTheCommonestTarget() => Assert.Equal(("yes", 0.25), ConstantAnswer.Best(Set));
}
