using Hir.Shared.Configuration;
using Hir.Shared.Relabeling.Levels;

namespace Hir.Shared.Relabeling.Graded;

/// <summary>Settings of graded.</summary>
public sealed record GradedSection : IConfigSection
{
    /// <summary>The slot of <see cref="Wording"/>.</summary>
    public const string Slot = "{score}";

    /// <summary>The least score of each level but the lowest, the top's first.</summary>
    public IReadOnlyList<double> Thresholds { get; set; } = [1, 0.75, 0.5, 0.25];

    /// <summary>
    /// The instruction of each level, the top's first; empty: the top is instructions.correct, the lowest instructions.wrong, and those
    /// between are of <see cref="Wording"/>.
    /// </summary>
    public IReadOnlyList<string> Words { get; set; } = [];

    /// <summary>The instruction of a level between, with its least score in it.</summary>
    public string Wording { get; set; } = "Generate an answer to this problem that scores at least {score}.";

    /// <summary>Which instruction stands against a level's.</summary>
    public LevelContrast Contrast { get; set; } = LevelContrast.Opposite;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Thresholds.Count == 0)
        {
            yield return ("thresholds", "is empty; give the least score of each level but the lowest, such as [1, 0.5]");
        }

        for (int i = 1; i < Thresholds.Count; i++)
        {
            if (Thresholds[i] >= Thresholds[i - 1])
            {
                yield return ("thresholds", Rules.Number(Thresholds[i], "each is below the one before, the top's first"));
                break;
            }
        }

        foreach ((string Key, string Problem) problem in LevelWords.Problems(Words, Thresholds.Count + 1, Wording, Slot))
        {
            yield return problem;
        }
    }
}
