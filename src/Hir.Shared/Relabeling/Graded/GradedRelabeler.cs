using Hir.Shared.Feedback;
using Hir.Shared.Relabeling.Levels;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling.Graded;

/// <summary>
/// Absolute levels of the score, each with an instruction: a model that is trained on them can be asked for a level. The level is the first
/// whose threshold the score reaches; the top is success. With one threshold this is <see cref="BinaryRelabeler"/>.
/// </summary>
public sealed class GradedRelabeler : IRelabeler
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "graded";

    private readonly IReadOnlyList<double> _thresholds;
    private readonly InstructionLevels _levels;

    /// <summary>Creates it.</summary>
    /// <exception cref="InputException">Two levels have the same instruction.</exception>
    public GradedRelabeler(GradedSection settings, Instructions instructions)
    {
        _thresholds = settings.Thresholds;
        IReadOnlyList<string> texts = settings.Words.Count > 0 ? settings.Words :
        [
            instructions.Correct,
            .. settings.Thresholds.Skip(1).Select(t => LevelWords.Fill(settings.Wording, GradedSection.Slot, t)),
            instructions.Wrong,
        ];
        _levels = new InstructionLevels(texts, settings.Contrast, "relabel.graded");
    }

    /// <inheritdoc/>
    public AskedInstructions Asks => _levels.Asks;

    /// <inheritdoc/>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows) => [.. rows.Select(row =>
        row is { ScoreStatus: ScoreStatus.Ok, Score: { } score } ? _levels.Of(row, LevelOf(score)) : Relabeling.Relabel.LeftOut)];

    private int LevelOf(double score)
    {
        int level = 0;
        while (level < _thresholds.Count && score < _thresholds[level]) level++;
        return level;
    }
}
