using System.Runtime.InteropServices;
using Hir.Shared.Shards;

namespace Hir.Cli.Running;

/// <summary>How often the samples of each query were right, over the iterations so far.</summary>
internal sealed class QuerySuccess
{
    // A query that seems hopeless or mastered is still looked at now and then: the model changes.
    private const double Least = 0.1;

    private readonly Dictionary<(string Task, string Id), (int Right, int All)> _counts = [];

    /// <summary>Counts samples; those without a score say nothing.</summary>
    public void Add(IEnumerable<ShardRow> rows)
    {
        foreach (ShardRow row in rows.Where(r => r.Score is not null))
        {
            ref (int Right, int All) count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, (row.Task, row.QueryId), out _);
            count = (count.Right + (row.Score >= 1 ? 1 : 0), count.All + 1);
        }
    }

    /// <summary>The weight of a query: 4 s (1 - s) for its success rate s, which is 1 at one half, and at least .1. The rate is
    /// (right + 1) / (all + 2), so that a query that was never sampled counts as one half.</summary>
    public double WeightOf(string task, string id)
    {
        (int right, int all) = _counts.GetValueOrDefault((task, id));
        double rate = (right + 1.0) / (all + 2);
        return Math.Max(Least, 4 * rate * (1 - rate));
    }
}
