using Hir.Shared.Relabeling.Pieces;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling;

/// <summary>Rows with their relabeled instructions, and what became of those that went in.</summary>
/// <param name="Rows">The rows that phi relabeled, in their order, with the columns of relabeling filled in.</param>
/// <param name="Summary">The counts.</param>
public sealed record RelabeledRows(IReadOnlyList<ShardRow> Rows, RelabelSummary Summary)
{
    /// <summary>Relabels scored rows and leaves out those that phi leaves out.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="relabeler">phi.</param>
    /// <param name="before">The rows of the iterations before that phi's window reaches back to, oldest first.</param>
    /// <param name="pieces">Cuts relabeled outputs into pieces; null for none.</param>
    /// <exception cref="InputException">phi returned what it must not return: row and class are named.</exception>
    public static RelabeledRows From(
        IReadOnlyList<ShardRow> rows, IRelabeler relabeler, IReadOnlyList<ShardRow>? before = null, PieceCutter? pieces = null)
    {
        before ??= [];
        ShardRow[] all = [.. before, .. rows];
        IReadOnlyList<Relabel> results = relabeler.Relabel(all);
        RelabelCheck.Require(relabeler, all, results);
        Relabel[] relabels = [.. results.Skip(before.Count)];
        IEnumerable<ShardRow> relabeled = rows.Zip(relabels).Where(p => p.Second.Instruction is not null).Select(p => p.First with
        {
            RelabeledInstruction = p.Second.Instruction,
            ContrastInstruction = p.Second.ContrastInstruction,
            IsSuccess = p.Second.IsSuccess,
            PieceStart = null,
            PieceEnd = null,
            PieceSide = null,
        });
        ShardRow[] cut = pieces is null ? [.. relabeled] : [.. relabeled.SelectMany(pieces.Cut)];
        return new RelabeledRows(cut, RelabelSummary.Of(rows, relabels, cut.Count(r => r.PieceStart is not null)));
    }
}
