using Hir.Shared.Decoding;

namespace Hir.Shared.Relabeling.Pieces;

/// <summary>
/// The index rules of the HIR authors' code. Of L units, at most three are kept whole. Else the start is one of 0, 2, 4, … below
/// L - 3, and the end one of start + 1, start + 3, … up to L, each as likely as the others.
/// </summary>
internal static class RandomPiece
{
    private const int KeptWhole = 3;

    /// <summary>Draws the units [start, end) of a piece: draws 0 and 1 of the stream.</summary>
    public static (int Start, int End) Draw(int units, RandomStream random)
    {
        if (units <= KeptWhole) return (0, units);
        int starts = (units - KeptWhole + 1) / 2;
        int start = 2 * (int)(random.DrawAt(0) * starts);
        int ends = (units - start + 1) / 2;
        return (start, start + 1 + (2 * (int)(random.DrawAt(1) * ends)));
    }
}
