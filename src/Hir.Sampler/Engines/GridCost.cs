namespace Hir.Sampler.Engines;

/// <summary>
/// What a decode step over a grid costs, in units of one row's matrix products, and the grid that costs least. Rows cost their products and the
/// reading of their own cache; groups cost the reading of their prompt's keys and values, which all their rows share.
/// </summary>
internal static class GridCost
{
    /// <summary>
    /// Reading the keys and values of one position, against one row's matrix products. From T5-small's numbers: 24 KB at 10 GB/s against 0.5 ms; in larger
    /// T5 models both grow alike.
    /// </summary>
    private const double Position = 0.004;

    /// <summary>A new layout copies every cache once, about what a step reads: it has to save this share of a step to be worth it.</summary>
    private const double WorthwhileSaving = 0.15;

    /// <summary>The cost of a step.</summary>
    /// <param name="groups">Groups of rows.</param>
    /// <param name="samples">Rows a group.</param>
    /// <param name="capacity">Positions of a row's cache.</param>
    /// <param name="source">Positions of a prompt.</param>
    public static double Of(int groups, int samples, int capacity, int source) =>
        groups * (samples * (1 + Position * capacity) + Position * source);

    /// <summary>The number of rows a group that makes a step cheapest.</summary>
    /// <param name="livePerPrompt">Open sequences of each prompt that has any.</param>
    /// <param name="capacity">Positions of a row's cache.</param>
    /// <param name="source">Positions of a prompt.</param>
    /// <param name="cost">That step's cost.</param>
    public static int BestSamples(ReadOnlySpan<int> livePerPrompt, int capacity, int source, out double cost)
    {
        int most = 1;
        foreach (int live in livePerPrompt) most = Math.Max(most, live);
        int best = 1;
        cost = double.PositiveInfinity;
        for (int samples = 1; samples <= most; samples++)
        {
            int groups = 0;
            foreach (int live in livePerPrompt) groups += (live + samples - 1) / samples;
            double candidate = Of(groups, samples, capacity, source);
            if (candidate < cost) (best, cost) = (samples, candidate);
        }

        return best;
    }

    /// <summary>Whether going from one cost to the other is worth a new layout.</summary>
    public static bool IsWorthwhile(double current, double best) => best < current * (1 - WorthwhileSaving);
}
