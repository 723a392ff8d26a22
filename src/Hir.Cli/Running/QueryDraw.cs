using Hir.Shared.Decoding;
using Hir.Shared.Tasks;

namespace Hir.Cli.Running;

/// <summary>Which queries an iteration samples: a random subset of each task, without repetition, fixed by seed and iteration.</summary>
internal static class QueryDraw
{
    public static IReadOnlyList<TaskSet> Draw(IReadOnlyList<TaskSet> tasks, int queries, long seed, int iteration) =>
        [.. tasks.Select(t => queries == 0 || queries >= t.Examples.Count ? t : t with { Examples = Subset(t, queries, seed, iteration) })];

    private static TaskExample[] Subset(TaskSet task, int count, long seed, int iteration)
    {
        // Each example gets a random number of its own; the smallest win. The order stays that of the task.
        var ranks = task.Examples.Select((example, index) =>
        {
            var stream = new RandomStream(seed, StreamIds.Of("draw", task.Name, example.Id), iteration);
            return (Index: index, Rank: stream.DrawAt(0));
        });
        return [.. ranks.OrderBy(r => r.Rank).ThenBy(r => r.Index).Take(count).Select(r => r.Index).Order().Select(i => task.Examples[i])];
    }
}
