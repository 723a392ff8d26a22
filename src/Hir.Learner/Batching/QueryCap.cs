using System.Runtime.InteropServices;
using Hir.Shared.Shards;

namespace Hir.Learner.Batching;

/// <summary>Keeps the newest outputs of each query: one that is drawn often must not be most of what is learned.</summary>
internal static class QueryCap
{
    /// <summary>Puts null in the place of each row that has enough newer ones of its query.</summary>
    /// <param name="rows">Rows, oldest first; null where one was left out already.</param>
    /// <param name="most">Rows at most a query; 0 is no limit.</param>
    /// <returns>How many rows were left out.</returns>
    public static int Apply(List<ShardRow?> rows, int most)
    {
        if (most == 0) return 0;
        int leftOut = 0;
        Dictionary<(string Task, string Id, string Query), int> counts = [];
        for (int i = rows.Count - 1; i >= 0; i--)
        {
            if (rows[i] is not { } row) continue;
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (row.Task, row.QueryId, row.Query), out _);
            if (++count <= most) continue;
            rows[i] = null;
            leftOut++;
        }

        return leftOut;
    }
}
