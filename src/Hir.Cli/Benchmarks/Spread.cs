using System.Globalization;

namespace Hir.Cli.Benchmarks;

/// <summary>What several rounds gave.</summary>
internal sealed record Spread(IReadOnlyList<double> Values)
{
    public double Min => Values.Min();

    public double Max => Values.Max();

    public double Median
    {
        get
        {
            double[] sorted = [.. Values.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>Round by round, this one's value by the other's.</summary>
    public Spread Over(Spread other) => new([.. Values.Zip(other.Values, (a, b) => a / b)]);

    /// <summary>The cells of a table: min, median, max.</summary>
    public string[] Cells(string format, string unit) => [Shown(Min, format, unit), Shown(Median, format, unit), Shown(Max, format, unit)];

    private static string Shown(double value, string format, string unit) =>
        (value.ToString(format, CultureInfo.InvariantCulture) + " " + unit).TrimEnd();
}
