using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling;

/// <summary>Rows with their relabeled instructions, and what became of those that went in.</summary>
/// <param name="Rows">The rows that phi relabeled, in their order, with the three columns of relabeling filled in.</param>
/// <param name="Summary">The counts.</param>
public sealed record RelabeledRows(IReadOnlyList<ShardRow> Rows, RelabelSummary Summary)
{
    /// <summary>Relabels scored rows and leaves out those that phi leaves out.</summary>
    /// <exception cref="InvalidOperationException">The relabeler gave another number of results than there are rows.</exception>
    public static RelabeledRows From(IReadOnlyList<ShardRow> rows, IRelabeler relabeler)
    {
        IReadOnlyList<Relabel> relabels = relabeler.Relabel(rows);
        if (relabels.Count != rows.Count)
        {
            throw new InvalidOperationException($"{relabeler.GetType().Name} gave {relabels.Count} results for {rows.Count} rows.");
        }

        IEnumerable<ShardRow> relabeled = rows.Zip(relabels).Where(p => p.Second.Instruction is not null).Select(p => p.First with
        {
            RelabeledInstruction = p.Second.Instruction,
            ContrastInstruction = p.Second.ContrastInstruction,
            IsSuccess = p.Second.IsSuccess,
        });
        return new RelabeledRows([.. relabeled], RelabelSummary.Of(rows, relabels));
    }
}
