using Hir.Shared.Configuration;
using Hir.Shared.Relabeling.Levels;

namespace Hir.Shared.Relabeling.Quantile;

/// <summary>Settings of quantile.</summary>
public sealed record QuantileSection : IConfigSection
{
    /// <summary>The slot of <see cref="Wording"/>.</summary>
    public const string Slot = "{percent}";

    /// <summary>W: a score is ranked among those of the last so many iterations, its own included.</summary>
    public int Window { get; set; } = 2;

    /// <summary>The share of the ranks that is the top level.</summary>
    public double TopShare { get; set; } = 0.1;

    /// <summary>Levels in all; those below the top share the remaining ranks evenly.</summary>
    public int Levels { get; set; } = 2;

    /// <summary>
    /// The instruction of each level, the top's first; empty: the top is instructions.correct, the others are of <see cref="Wording"/>.
    /// </summary>
    public IReadOnlyList<string> Words { get; set; } = [];

    /// <summary>The instruction of a level below the top, with the middle of its ranks in it.</summary>
    public string Wording { get; set; } = "Give an answer to this problem that ranks about {percent}% among the answers so far.";

    /// <summary>The score from which on an output may be top although it is the lowest of all: where all are right, all are top.</summary>
    public double SuccessScore { get; set; } = 1;

    /// <summary>Which instruction stands against a level's.</summary>
    public LevelContrast Contrast { get; set; } = LevelContrast.Opposite;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Window < 1) yield return ("window", $"{Window} is not allowed: at least 1 (the iteration itself)");
        if (TopShare is <= 0 or >= 1) yield return ("top_share", Rules.Number(TopShare, "above 0 and below 1"));
        if (Levels is < 2 or > 100) yield return ("levels", $"{Levels} is not allowed: 2 to 100");
        foreach ((string Key, string Problem) problem in LevelWords.Problems(Words, Levels, Wording, Slot)) yield return problem;
    }
}
