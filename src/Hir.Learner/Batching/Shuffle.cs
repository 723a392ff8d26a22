using Hir.Shared.Decoding;

namespace Hir.Learner.Batching;

/// <summary>Seeded orders: a pure function of seed, iteration, pool and epoch, so that continuing needs a position and no generator's
/// state.</summary>
internal static class Shuffle
{
    /// <summary>A permutation of 0 .. count - 1.</summary>
    public static int[] Order(int count, long seed, int iteration, int pool, int epoch)
    {
        RandomStream random = new(seed, ((long)iteration << 8) + pool, epoch);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = (int)(random.DrawAt(i) * (i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
