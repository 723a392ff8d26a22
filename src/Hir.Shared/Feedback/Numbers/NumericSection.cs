using Hir.Shared.Configuration;

namespace Hir.Shared.Feedback.Numbers;

/// <summary>Which number of an output counts.</summary>
public enum NumberPlace
{
    /// <summary>The last one in it.</summary>
    Last,

    /// <summary>The first one in it.</summary>
    First,

    /// <summary>The output is a number and nothing else.</summary>
    Whole,
}

/// <summary>Settings of numeric.</summary>
public sealed record NumericSection : IConfigSection
{
    /// <summary>How far from the target a number may be.</summary>
    public double Tolerance { get; set; }

    /// <summary>How far it may be, as a share of the target; the larger of the two counts.</summary>
    public double RelativeTolerance { get; set; }

    /// <summary>Which number counts.</summary>
    public NumberPlace Take { get; set; } = NumberPlace.Last;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Tolerance < 0) yield return ("tolerance", Rules.Number(Tolerance, "0 (exact) or more"));
        if (RelativeTolerance < 0) yield return ("relative_tolerance", Rules.Number(RelativeTolerance, "0 (exact) or more"));
    }
}
