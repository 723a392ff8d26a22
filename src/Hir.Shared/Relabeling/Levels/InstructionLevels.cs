using Hir.Shared.Decoding;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling.Levels;

/// <summary>The instructions of a phi that sorts outputs into levels. Level 0 is the top: what the user wants.</summary>
internal sealed class InstructionLevels
{
    private readonly IReadOnlyList<string> _texts;
    private readonly LevelContrast _contrast;

    /// <summary>Creates them.</summary>
    /// <param name="texts">One a level, the top's first.</param>
    /// <param name="contrast">What stands against them.</param>
    /// <param name="key">Where they are configured.</param>
    /// <exception cref="InputException">Two levels have the same text: they could not be told apart.</exception>
    public InstructionLevels(IReadOnlyList<string> texts, LevelContrast contrast, string key)
    {
        (_texts, _contrast) = (texts, contrast);
        string[] twice = [.. texts.GroupBy(t => t, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)];
        if (twice.Length > 0)
        {
            throw new InputException([.. twice.Select(t =>
                $"{key}: two levels have the instruction \"{t}\", so that they cannot be told apart; give each level words of its own "
                + $"in {key}.words, or take fewer levels.")]);
        }

        Asks = new AskedInstructions(texts[0], texts[^1], [.. texts.Skip(1)]);
    }

    /// <summary>The top is wanted, the lowest is its opposite.</summary>
    public AskedInstructions Asks { get; }

    /// <summary>Labels a row that is of a level.</summary>
    public Relabel Of(ShardRow row, int level) => new(_texts[level], Contrast(row, level), level == 0);

    private string? Contrast(ShardRow row, int level)
    {
        if (_contrast == LevelContrast.None) return null;
        if (_contrast == LevelContrast.Opposite) return level == 0 ? _texts[^1] : _texts[0];
        int other = (int)(new RandomStream(row.Seed, StreamIds.Of("contrast", row.SampleId), 0).DrawAt(0) * (_texts.Count - 1));
        return _texts[other < level ? other : other + 1];
    }
}
