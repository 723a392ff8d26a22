using System.Text.RegularExpressions;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>Answers questions about the colors, places and numbers of listed things.</summary>
internal static partial class ColoredObjectsChecker
{
    private const string Any = "(?:thing|item|object)s?";

    // A place by its thing ("the cup") or by its color ("the red thing"). "Scrunchiephone charger" is one thing.
    private const string Where = @"(?:the )?(?<where>[a-z -]+)";

    private static readonly (Regex Text, Func<Match, ColoredRow, string?> Answer)[] Questions =
    [
        Form($@"^What (?:is the color of|color is) the (?<end>left|right)-?most {Any}\?$",
            (m, row) => row.Colors[m.Groups["end"].Value == "left" ? 0 : ^1]),
        Form($@"^What color is the {Any} just (?<side>left|right) of {Where}\?$", Beside),
        Form($@"^What is the color of the {Any} directly to the (?<side>left|right) of {Where}\?$", Beside),
        Form($@"^What is the color of the {Any} furthest from {Where}\?$", Furthest),
        Form($@"^What color is {Where}\?$", (m, row) => row.Find(m.Groups["where"].Value) is { } at ? row.Colors[at] : null),
        Form($@"^Is {Where} (?<color>[a-z]+)\?$",
            (m, row) => row.Find(m.Groups["where"].Value) is { } at ? row.Colors[at] == m.Groups["color"].Value ? "yes" : "no" : null),
        Form($@"^How many {Any} are not (?<color>[a-z]+)\?$", (m, row) => Count(row, item => item.Color != m.Groups["color"].Value)),
        Form($@"^How many {Any} are neither (?<one>[a-z]+) nor (?<two>[a-z]+)\?$",
            (m, row) => Count(row, item => item.Color != m.Groups["one"].Value && item.Color != m.Groups["two"].Value)),
        Form($@"^How many (?:non-(?<color>[a-z]+) )?{Any} (?:do you see to the|lie) (?<side>left|right) of {Where}\?$", CountBeside),
        Form($@"^If I remove all the (?<out>[a-z -]+) from the \w+, how many (?<in>[a-z -]+) remain on it\?$", Remaining),
    ];

    public static string? Solve(string query)
    {
        if (OptionList.Read(query) is not { } list || Parts().Match(list.Question) is not { Success: true } parts) return null;
        if (ColoredRow.Read(parts.Groups["row"].Value) is not { } row) return null;
        foreach (var (form, answer) in Questions)
        {
            if (form.Match(parts.Groups["question"].Value) is { Success: true } match) return list.LetterOf(answer(match, row));
        }

        return null;
    }

    private static (Regex, Func<Match, ColoredRow, string?>) Form(string text, Func<Match, ColoredRow, string?> answer) =>
        (new Regex(text, RegexOptions.CultureInvariant), answer);

    private static string? Beside(Match match, ColoredRow row)
    {
        if (row.Find(match.Groups["where"].Value) is not { } at) return null;
        at += match.Groups["side"].Value == "left" ? -1 : 1;
        return at >= 0 && at < row.Items.Count ? row.Colors[at] : null;
    }

    private static string? Furthest(Match match, ColoredRow row)
    {
        if (row.Find(match.Groups["where"].Value) is not { } at) return null;
        var (left, right) = (at, row.Items.Count - 1 - at);
        return left == right ? null : row.Colors[left > right ? 0 : ^1];
    }

    private static string? CountBeside(Match match, ColoredRow row)
    {
        if (row.Find(match.Groups["where"].Value) is not { } at) return null;
        var side = match.Groups["side"].Value == "left" ? row.Items.Take(at) : row.Items.Skip(at + 1);
        return NumberWords.Word(side.Count(item => item.Color != match.Groups["color"].Value));
    }

    private static string? Remaining(Match match, ColoredRow row)
    {
        var (removed, kept) = (row.Kind(match.Groups["out"].Value), row.Kind(match.Groups["in"].Value));
        return removed is null || kept is null ? null : Count(row, item => !removed(item) && kept(item));
    }

    private static string? Count(ColoredRow row, Func<ColoredItem, bool> isCounted) =>
        NumberWords.Word(row.Items.Where(isCounted).Sum(item => Math.Min(item.Number, 1000)));

    [GeneratedRegex(
        @"^(?:On|In) the \w+(?:,? lie, from left to right,|, (?:there (?:is|are)|you see|I see)"
        + @"(?: (?:a set of|a bunch of|several|the following) \w+ arranged in a row:)?)"
        + @" (?<row>[^.]+)\. (?<question>[^.]+\?)$")]
    private static partial Regex Parts();
}
