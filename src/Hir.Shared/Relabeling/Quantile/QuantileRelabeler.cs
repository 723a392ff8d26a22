using Hir.Shared.Feedback;
using Hir.Shared.Relabeling.Levels;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling.Quantile;

/// <summary>
/// Levels by the rank of the score within the task, over the last iterations: the best tenth is what the user wants, whatever it scores, so
/// that the bar rises with the model. The rank is the share of the scores that are at most this one. docs/relabeling.md has the equations.
/// </summary>
public sealed class QuantileRelabeler : IRelabeler
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "quantile";

    // A share times a count is compared with a count: the product is off in its last bits.
    private const double Rounding = 1e-9;

    private readonly QuantileSection _settings;
    private readonly InstructionLevels _levels;

    /// <summary>Creates it.</summary>
    /// <exception cref="InputException">Two levels have the same instruction.</exception>
    public QuantileRelabeler(QuantileSection settings, Instructions instructions)
    {
        _settings = settings;
        int below = settings.Levels - 1;
        double Middle(int fromTop) => Math.Round(100 * (1 - settings.TopShare) * (below - fromTop + 0.5) / below);
        IReadOnlyList<string> texts = settings.Words.Count > 0 ? settings.Words :
        [
            instructions.Correct,
            .. Enumerable.Range(1, below).Select(i => LevelWords.Fill(settings.Wording, QuantileSection.Slot, Middle(i))),
        ];
        _levels = new InstructionLevels(texts, settings.Contrast, "relabel.quantile");
    }

    /// <inheritdoc/>
    public int Window => _settings.Window;

    /// <inheritdoc/>
    public AskedInstructions Asks => _levels.Asks;

    /// <inheritdoc/>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows)
    {
        ScoreRanks ranks = new(rows, _settings.Window);
        return [.. rows.Select(row => row is { ScoreStatus: ScoreStatus.Ok, Score: { } score }
            ? _levels.Of(row, LevelOf(ranks.Of(row), score))
            : Relabeling.Relabel.LeftOut)];
    }

    private int LevelOf(ScoreRank rank, double score)
    {
        // Where nothing is known but that no score is lower, an output is not praised for it: an iteration without any success would
        // teach every output as one.
        if (rank.IsLowest && score < _settings.SuccessScore) return _settings.Levels - 1;
        if (rank.Count - rank.AtMost < (_settings.TopShare * rank.Count) - Rounding) return 0;
        int below = _settings.Levels - 1;
        double position = below * rank.AtMost / ((1 - _settings.TopShare) * rank.Count);
        int fromLowest = Math.Clamp((int)Math.Ceiling(position - Rounding) - 1, 0, below - 1);
        return below - fromLowest;
    }
}
