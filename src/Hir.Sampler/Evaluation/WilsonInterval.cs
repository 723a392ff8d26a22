namespace Hir.Sampler.Evaluation;

/// <summary>Wilson's score interval for a share of successes (E. B. Wilson, 1927): it stays within [0, 1] and is sound for few trials and extreme shares.</summary>
public static class WilsonInterval
{
    /// <summary>The normal quantile of a 95 % interval.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The 95 % interval.</summary>
    /// <param name="successes">Between 0 and <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    public static (double Low, double High) Of(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double share = (double)successes / trials;
        double scale = 1 + Z * Z / trials;
        double center = (share + Z * Z / (2 * trials)) / scale;
        double half = Z / scale * Math.Sqrt(share * (1 - share) / trials + Z * Z / (4.0 * trials * trials));
        // Exact where rounding would leave 1e-17.
        return (successes == 0 ? 0 : center - half, successes == trials ? 1 : center + half);
    }
}
