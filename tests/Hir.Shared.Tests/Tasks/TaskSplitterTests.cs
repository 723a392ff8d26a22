using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tasks;

namespace Hir.Shared.Tests.Tasks;

public sealed class TaskSplitterTests
{
    [Fact]
    public void Split_AnyExamplesAndSeed_IsAPartitionWithoutACommonQuery() => Prop.ForAll<List<byte>, long>((queries, seed) =>
    {
        TaskExample[] examples = [.. queries.Select((q, i) => new TaskExample(i.ToString("D"), $"q{q % 20}", null))];
        IReadOnlyList<TaskExample> train = TaskSplitter.Split(examples, TaskSplit.Train, seed);
        IReadOnlyList<TaskExample> test = TaskSplitter.Split(examples, TaskSplit.Test, seed);
        Assert.Equal(examples.OrderBy(e => e.Id), train.Concat(test).OrderBy(e => e.Id));
        Assert.Empty(train.Select(e => e.Query).Intersect(test.Select(e => e.Query)));
        if (examples.Select(e => e.Query).Distinct().Count() > 1) Assert.True(train.Count > 0 && test.Count > 0);
        Assert.Equal(train, TaskSplitter.Split(examples, TaskSplit.Train, seed));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Split_QueriesThatDifferInWhiteSpaceOnly_StayTogether()
    {
        TaskExample[] examples = [new("1", "a b", null), new("2", "a  b", null), new("3", "a\nb ", null), new("4", "c", null)];
        Assert.Contains(TaskSplitter.Split(examples, TaskSplit.Test, 0).Count, (int[])[1, 3]);
    }

    [Theory]
    [InlineData(10, 8)]
    [InlineData(250, 200)]
    [InlineData(146, 117)]
    [InlineData(2, 1)]
    public void Split_DistinctQueries_TrainIsFourFifths(int count, int train)
    {
        TaskExample[] examples = [.. Enumerable.Range(0, count).Select(i => new TaskExample($"{i}", $"q{i}", null))];
        Assert.Equal(train, TaskSplitter.Split(examples, TaskSplit.Train, 3).Count);
        Assert.Equal(count - train, TaskSplitter.Split(examples, TaskSplit.Test, 3).Count);
    }
}
