using System.Text.RegularExpressions;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>
/// Follows one person's thing backwards: whoever is asked for holds at the end what the partner of the last trade held before it, and so
/// on to the start. Every sentence behind the first trade must be a trade or the question.
/// </summary>
internal static partial class TrackingChecker
{
    public static string? Solve(string query)
    {
        if (OptionList.Read(query) is not { } list || FirstTrade().Match(list.Question) is not { Success: true } first) return null;
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match holding in Holding().Matches(list.Question[..first.Index]))
        {
            if (!held.TryAdd(holding.Groups["who"].Value, holding.Groups["what"].Value)) return null;
        }

        var sentences = list.Question[first.Index..].Split(". ");
        if (Question().Match(sentences[^1]) is not { Success: true } question) return null;
        var holder = question.Groups["who"].Value;
        for (var i = sentences.Length - 2; i >= 0; i--)
        {
            if (Trade().Match(sentences[i]) is not { Success: true } trade) return null;
            var (one, other) = (trade.Groups["one"].Value, trade.Groups["other"].Value);
            if (one == other || !held.ContainsKey(one) || !held.ContainsKey(other)) return null;
            holder = holder == one ? other : holder == other ? one : holder;
        }

        return held.TryGetValue(holder, out var thing) ? list.LetterWhere(option => Bare(option) == thing) : null;
    }

    private static string Bare(string option) => option.StartsWith("the ", StringComparison.Ordinal) ? option[4..] : option;

    [GeneratedRegex(@"(?<=\. )First,? ")]
    private static partial Regex FirstTrade();

    [GeneratedRegex(@"(?<who>\w+) (?:has the|has an?|gets|is dancing with|is playing) (?<what>[^,.]+?)(?=,|\.| and \w+ (?:has|gets|is) )")]
    private static partial Regex Holding();

    [GeneratedRegex(@"^(?:First|Then|Last|Finally),? (?<one>\w+) and (?<other>\w+) (?:swap|trade|switch) (?:their )?\w+$")]
    private static partial Regex Trade();

    [GeneratedRegex(@"^(?:In the end|Now|At the end of the \w+),? (?<who>\w+) (?:has|has the|is dancing with|is playing)$")]
    private static partial Regex Question();
}
