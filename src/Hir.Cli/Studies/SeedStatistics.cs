using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Hir.Cli.Studies;

/// <summary>Shares that runs with different seeds reached.</summary>
internal sealed record SeedStatistics(IReadOnlyList<double> Values)
{
    public double Mean => Values.Mean();

    /// <summary>Half the width of the 95 % interval of the mean by Student's t; null for fewer than two runs.</summary>
    public double? HalfWidth => Values.Count < 2
        ? null
        : StudentT.InvCDF(0, 1, Values.Count - 1, 0.975) * Values.StandardDeviation() / Math.Sqrt(Values.Count);

    /// <summary>In percent, with the interval.</summary>
    public string Shown => HalfWidth is { } half
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * Mean:0.0} ± {100 * half:0.0}")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * Mean:0.0}");
}
