namespace Hir.Sampler.Engines;

/// <summary>How many positions a cache is given when it has to hold a certain number: steps that grow with it, so that growing stays rare.</summary>
internal static class CacheCapacity
{
    private const int SmallestStep = 16;

    /// <summary>The capacity for that many positions, at least 1: a multiple of 16 up to 128, then of an eighth of the next power of two.</summary>
    public static int For(int positions)
    {
        int step = SmallestStep;
        while (positions > 8 * step) step *= 2;
        return (Math.Max(1, positions) + step - 1) / step * step;
    }
}
