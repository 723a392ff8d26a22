using Hir.Shared.Configuration;

namespace Hir.Shared.Relabeling.Scores;

/// <summary>Settings of scores.</summary>
public sealed record ScoresSection : IConfigSection
{
    /// <summary>The slot of <see cref="Wording"/>, and those of <see cref="Item"/>.</summary>
    public const string Slot = "{scores}", NameSlot = "{name}", ValueSlot = "{value}";

    /// <summary>Which parts of the score stand in the instruction, in this order.</summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    /// <summary>The value of each that is wanted, and asked for; empty: 1 for all.</summary>
    public IReadOnlyList<double> Best { get; set; } = [];

    /// <summary>The value of each that is the opposite; empty: 0 for all. Values beyond best and worst are said as these.</summary>
    public IReadOnlyList<double> Worst { get; set; } = [];

    /// <summary>Decimals that values are rounded to, so that instructions occur again.</summary>
    public int Decimals { get; set; } = 1;

    /// <summary>The instruction.</summary>
    public string Wording { get; set; } = "Generate an answer to this problem with {scores}.";

    /// <summary>How a score is said; several are joined by commas.</summary>
    public string Item { get; set; } = "{name} {value}";

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Names.Any(string.IsNullOrWhiteSpace)) yield return ("names", "holds an empty name; write the names of score_parts");
        if (Names.Distinct(StringComparer.Ordinal).Count() < Names.Count) yield return ("names", "holds a name twice; name each part once");
        if (Best.Count > 0 && Best.Count != Names.Count) yield return ("best", $"has {Best.Count} values for {Names.Count} names");
        if (Worst.Count > 0 && Worst.Count != Names.Count) yield return ("worst", $"has {Worst.Count} values for {Names.Count} names");
        if (Best.Count == Names.Count && Worst.Count == Names.Count && Best.Zip(Worst).Any(p => p.First == p.Second))
        {
            yield return ("worst", "has a value that is the best one too; give values that differ");
        }

        if (Decimals is < 0 or > 10) yield return ("decimals", $"{Decimals} is not allowed: 0 to 10");
        if (!Wording.Contains(Slot, StringComparison.Ordinal)) yield return ("wording", $"'{Wording}' lacks {Slot}, where the scores go");
        if (!Item.Contains(ValueSlot, StringComparison.Ordinal)) yield return ("item", $"'{Item}' lacks {ValueSlot}, where a value goes");
    }
}
