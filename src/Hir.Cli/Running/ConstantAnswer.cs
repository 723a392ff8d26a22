using Hir.Shared.Tasks;

namespace Hir.Cli.Running;

/// <summary>The accuracy of the best answer that does not look at the query: what a task gives away for nothing.</summary>
internal static class ConstantAnswer
{
    public static (string Answer, double Accuracy) Best(TaskSet set)
    {
        var best = set.Examples.Where(e => e.Target is not null).GroupBy(e => e.Target!, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault();
        return best is null ? ("", 0) : (best.Key, (double)best.Count() / set.Examples.Count);
    }
}
