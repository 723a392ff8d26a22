using Hir.Shared.Decoding;
using Hir.Shared.Tasks;

namespace Hir.Cli.Running;

/// <summary>Which queries an iteration samples: a random subset of each task, without repetition, fixed by seed and iteration, and with a
/// curriculum by what the past iterations' samples scored.</summary>
internal static class QueryDraw
{
    /// <param name="tasks">The tasks.</param>
    /// <param name="queries">Queries a task; 0 takes all.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="past">The success of each query so far; null draws all with the same chance.</param>
    public static IReadOnlyList<TaskSet> Draw(
        IReadOnlyList<TaskSet> tasks, int queries, long seed, int iteration, QuerySuccess? past = null) =>
        [.. tasks.Select(
            t => queries == 0 || queries >= t.Examples.Count ? t : t with { Examples = Subset(t, queries, seed, iteration, past) })];

    private static TaskExample[] Subset(TaskSet task, int count, long seed, int iteration, QuerySuccess? past)
    {
        // Each example waits a random time, exponential at the rate of its weight; the first to come win. That is a draw without
        // repetition in
        // which each next one has a chance in proportion to its weight. The order stays that of the task.
        var ranks = task.Examples.Select((example, index) =>
        {
            var stream = new RandomStream(seed, StreamIds.Of("draw", task.Name, example.Id), iteration);
            double draw = stream.DrawAt(0);
            return (Index: index, Rank: past is null ? draw : -Math.Log(1 - draw) / past.WeightOf(task.Name, example.Id));
        });
        return [.. ranks.OrderBy(r => r.Rank).ThenBy(r => r.Index).Take(count).Select(r => r.Index).Order().Select(i => task.Examples[i])];
    }
}
