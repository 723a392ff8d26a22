using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling;

/// <summary>
/// The instruction generation function phi(p, q, o, r): writes the instruction that an output does fulfil. An extension point of the
/// user's.
/// </summary>
public interface IRelabeler
{
    /// <summary>
    /// Relabels an ordered list of rows: a pure function of that list. Result i belongs to row i; where there is a window, the list begins
    /// with the rows of the iterations before, whose results are not used.
    /// </summary>
    IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows);

    /// <summary>How many iterations' rows a result depends on, the row's own among them.</summary>
    int Window => 1;

    /// <summary>What to ask under, in this phi's words; null for the two of the configuration.</summary>
    AskedInstructions? Asks => null;
}
