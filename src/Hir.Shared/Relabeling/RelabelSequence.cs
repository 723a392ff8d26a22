using Hir.Shared.Relabeling.Pieces;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling;

/// <summary>
/// phi over the shards of one iteration after another, each with the rows before it that phi's window reaches back to. A run and `hir
/// relabel` go through the same shards in the same order, and so get the same rows.
/// </summary>
/// <param name="relabeler">phi.</param>
/// <param name="pieces">Cuts relabeled outputs into pieces; null for none.</param>
public sealed class RelabelSequence(IRelabeler relabeler, PieceCutter? pieces = null)
{
    private readonly List<ShardRow> _before = [];

    /// <summary>How many iterations before its own a row's instruction depends on.</summary>
    public int IterationsBefore => relabeler.Window - 1;

    /// <summary>Takes note of scored rows that are relabeled already.</summary>
    public void Pass(IReadOnlyList<ShardRow> rows)
    {
        if (IterationsBefore <= 0 || rows.Count == 0) return;
        _before.AddRange(rows);
        // The next rows may be of the same iteration: it may lie in several folders.
        int oldest = rows.Max(r => r.Iteration) - IterationsBefore;
        _before.RemoveAll(r => r.Iteration < oldest);
    }

    /// <summary>Relabels the next scored rows.</summary>
    /// <exception cref="InputException">phi returned what it must not return.</exception>
    public RelabeledRows Next(IReadOnlyList<ShardRow> rows)
    {
        // Exactly those that the window reaches: what was read before the stop of a run must not matter.
        int first = rows.Count > 0 ? rows.Min(r => r.Iteration) : 0;
        ShardRow[] before = [.. _before.Where(r => r.Iteration >= first - IterationsBefore)];
        RelabeledRows relabeled = RelabeledRows.From(rows, relabeler, before, pieces);
        Pass(rows);
        return relabeled;
    }
}
