using Hir.Shared.Feedback;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling.Quantile;

/// <summary>Ranks of scores within a task and a window of iterations.</summary>
internal sealed class ScoreRanks
{
    private readonly int _window;
    private readonly Dictionary<string, (int Iteration, double Score)[]> _tasks;
    private readonly Dictionary<(string Task, int Iteration), double[]> _sorted = [];

    /// <summary>Collects the scores of rows, in whichever order.</summary>
    /// <param name="rows">The rows; those without a score do not count.</param>
    /// <param name="window">How many iterations a score is ranked among, its own the last.</param>
    public ScoreRanks(IEnumerable<ShardRow> rows, int window)
    {
        _window = window;
        _tasks = rows.Where(r => r is { ScoreStatus: ScoreStatus.Ok, Score: not null })
            .GroupBy(r => r.Task, r => (r.Iteration, r.Score!.Value), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The rank of a row that has a score.</summary>
    public ScoreRank Of(ShardRow row)
    {
        double[] scores = Sorted(row.Task, row.Iteration);
        return new ScoreRank(AtMost(scores, row.Score!.Value), scores.Length, row.Score.Value == scores[0]);
    }

    private double[] Sorted(string task, int iteration)
    {
        if (_sorted.TryGetValue((task, iteration), out double[]? scores)) return scores;
        long before = (long)iteration - _window;
        scores = [.. _tasks[task].Where(s => s.Iteration > before && s.Iteration <= iteration).Select(s => s.Score).Order()];
        _sorted.Add((task, iteration), scores);
        return scores;
    }

    private static int AtMost(double[] sorted, double score)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] <= score) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}

/// <summary>Where a score stands.</summary>
/// <param name="AtMost">How many of the scores are at most this one, itself included: among equal scores all take the upper rank.</param>
/// <param name="Count">How many scores there are.</param>
/// <param name="IsLowest">Whether none is lower.</param>
internal readonly record struct ScoreRank(int AtMost, int Count, bool IsLowest);
