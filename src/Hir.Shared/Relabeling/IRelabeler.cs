using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling;

/// <summary>The instruction generation function phi(p, q, o, r): writes the instruction that an output does fulfil. An extension point of the user's.</summary>
public interface IRelabeler
{
    /// <summary>Relabels an ordered list of rows: a pure function of that list. Result i belongs to row i.</summary>
    IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows);
}
