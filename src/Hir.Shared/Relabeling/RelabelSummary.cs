using Hir.Shared.Feedback;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling;

/// <summary>What became of rows.</summary>
/// <param name="Rows">All of them.</param>
/// <param name="Successes">Relabeled as what the user wants.</param>
/// <param name="Failures">Relabeled as something else.</param>
/// <param name="Others">Relabeled where success has no meaning.</param>
/// <param name="Dropped">
/// Left out, by the status of their score (ok where phi had no use for it); statuses without rows are not listed.
/// </param>
/// <param name="Pieces">Relabeled rows of which a piece is trained on.</param>
public sealed record RelabelSummary(
    int Rows, int Successes, int Failures, int Others, IReadOnlyDictionary<ScoreStatus, int> Dropped, int Pieces = 0)
{
    /// <summary>Counts rows and what phi made of them.</summary>
    internal static RelabelSummary Of(IReadOnlyList<ShardRow> rows, IReadOnlyList<Relabel> relabels, int pieces)
    {
        List<Relabel> kept = [.. relabels.Where(r => r.Instruction is not null)];
        SortedDictionary<ScoreStatus, int> dropped = [];
        foreach ((ShardRow row, Relabel relabel) in rows.Zip(relabels))
        {
            if (relabel.Instruction is null) dropped[row.ScoreStatus] = dropped.GetValueOrDefault(row.ScoreStatus) + 1;
        }

        return new RelabelSummary(
            rows.Count,
            Successes: kept.Count(r => r.IsSuccess == true),
            Failures: kept.Count(r => r.IsSuccess == false),
            Others: kept.Count(r => r.IsSuccess is null),
            dropped,
            pieces);
    }
}
