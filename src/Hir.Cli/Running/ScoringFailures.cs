using Hir.Shared.Feedback;
using Hir.Shared.Shards;

namespace Hir.Cli.Running;

/// <summary>What to say about outputs that got no score.</summary>
internal static class ScoringFailures
{
    /// <summary>", 3 scores failed, 1 timed out (the first: …)"; empty where all have one.</summary>
    public static string Described(IReadOnlyList<ShardRow> rows)
    {
        string[] counts =
        [
            .. new[] { (ScoreStatus.Failed, "failed"), (ScoreStatus.Timeout, "timed out"), (ScoreStatus.None, "had nothing to score by") }
                .Select(s => (Count: rows.Count(r => r.ScoreStatus == s.Item1), Text: s.Item2))
                .Where(s => s.Count > 0).Select(s => $"{s.Count} {s.Text}"),
        ];
        if (counts.Length == 0) return "";
        string? reason = rows.FirstOrDefault(r => r.ScoreStatus is ScoreStatus.Failed or ScoreStatus.Timeout)?.Feedback;
        return $", without a score: {string.Join(", ", counts)}{(reason is null ? "" : $" (the first: {reason})")}";
    }
}
