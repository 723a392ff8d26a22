using System.Globalization;
using System.Text.RegularExpressions;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>
/// Answers questions about the rows of tables of animals. It reads no question whose answer is not in them, such as who is a female.
/// </summary>
internal static class PenguinsChecker
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    // Questions after a name, and what the rows of one table answer.
    private static readonly (Regex Text, Func<Match, List<AnimalRow>, string?> Answer)[] Questions =
    [
        Form(@"^Which (?:(?:penguin )?is the )?(?<most>\w+)(?: penguin| giraffe)?\?$",
            (m, rows) => Extreme(rows, m.Groups["most"].Value, 0)),
        Form(@"^Which is the second (?<most>\w+) penguin\?$", (m, rows) => Extreme(rows, m.Groups["most"].Value, 1)),
        Form(@"^Which penguin is (?<than>older|taller) than the other ones\?$",
            (m, rows) => Extreme(rows, m.Groups["than"].Value == "older" ? "oldest" : "tallest", 0)),
        Form(@"^(?:Which penguin|What is the name of the penguin that) (?:is|weighs) (?<n>\d{1,4}) (?<unit>years old|cm tall|kg)\?$", With),
        Form(@"^What is the name of the (?<n>\d{1,4}) (?<unit>cm tall) penguin\?$", With),
        Form(@"^Which penguin is (?<unit>less) than (?<n>\d{1,4}) years old\?$", (m, rows) => Only(rows, row => row.Age < N(m))),
        Form(@"^Which penguin is (?<n>one|two) years? younger than (?<name>\w+)\?$",
            (m, rows) => One(rows, m) is { } one ? Only(rows, row => row.Age == one.Age - N(m)) : null),
        Form(@"^Which penguin is (?<than>older|younger) than (?<name>\w+)\?$",
            (m, rows) => One(rows, m) is { } one ? Only(rows, row => IsOlder(m) ? row.Age > one.Age : row.Age < one.Age) : null),
        Form(@"^Which penguin is (?:in the last row|the last)\?$|^What is the name of the last \w+\?$", (_, rows) => rows[^1].Name),
        Form(@"^What is the name of the (?<rank>first|second) penguin\?$",
            (m, rows) => rows[NumberWords.Rank(m.Groups["rank"].Value)!.Value - 1].Name),
        Form(@"^(?:Which penguin comes first in the alphabet|What is the name of the first \w+ sorted by alphabetic order)\?$",
            (_, rows) => ByName(rows)[0]),
        Form(@"^What is the name of the last \w+ sorted by alphabetic order\?$", (_, rows) => ByName(rows)[^1]),
        Form(@"^What is the name of the next to last \w+ sorted by alphabetic order\?$", (_, rows) => ByName(rows)[^2]),
        Form(@"^What is the (?<what>age|height|weight) of (?<name>\w+)\?$", Value),
        Form(@"^How (?<what>old|tall|heavy) is (?<name>\w+)(?: in \w+)?\?$", Value),
        Form(@"^What is the average height of the \w+\?$", (_, rows) => Text(rows.Sum(row => row.Height) / (decimal)rows.Count)),
        Form(@"^What is the cumulated (?<what>age|weight) of the [\w ]+\?$",
            (m, rows) => Text(rows.Sum(row => Of(row, m.Groups["what"].Value)))),
        Form(@"^What is the (?<end>largest|shortest) height\?$",
            (m, rows) => Text(m.Groups["end"].Value == "largest" ? rows.Max(row => row.Height) : rows.Min(row => row.Height))),
        Form(@"^How many \w+ are (?:there )?(?:listed )?in the tables?\?$", (_, rows) => Text(rows.Count)),
        Form(@"^How many penguins are older than (?<name>\w+)\?$",
            (m, rows) => One(rows, m) is { } one ? Text(rows.Count(row => row.Age > one.Age)) : null),
        Form(@"^How many \w+ are (?<age>more|less) than (?<n>\d{1,4}) years old"
            + @"(?: and weight (?<weight>more|less) than (?<kg>\d{1,4}) kg)?\?$",
            (m, rows) => Text(rows.Count(row => IsCounted(m, row)))),
    ];

    public static string? Solve(string query)
    {
        if (OptionList.Read(query) is not { } list || PenguinTables.Read(list.Question) is not { } tables) return null;
        var asked = tables.Question;
        if (asked.Contains("species", StringComparison.Ordinal)) return null;
        var isOfAll = asked.Contains("animal", StringComparison.Ordinal)
            || asked.Contains("penguins and giraffes", StringComparison.Ordinal);
        var rows = isOfAll ? [.. tables.Penguins, .. tables.Giraffes]
            : asked.Contains("giraffe", StringComparison.Ordinal) ? tables.Giraffes : tables.Penguins;
        if (rows.Count < 2) return null;
        foreach (var (form, answer) in Questions)
        {
            if (form.Match(asked) is { Success: true } match) return list.LetterOf(answer(match, rows));
        }

        return null;
    }

    private static (Regex, Func<Match, List<AnimalRow>, string?>) Form(string text, Func<Match, List<AnimalRow>, string?> answer) =>
        (new Regex(text, Options), answer);

    private static string? Extreme(List<AnimalRow> rows, string word, int skipped)
    {
        Func<AnimalRow, int>? rising = word switch
        {
            "oldest" => row => -row.Age,
            "youngest" => row => row.Age,
            "tallest" => row => -row.Height,
            "shortest" => row => row.Height,
            "heaviest" => row => -row.Weight,
            "lightest" => row => row.Weight,
            _ => null,
        };
        if (rising is null) return null;
        var value = rows.Select(rising).Order().ElementAt(skipped);
        return Only(rows, row => rising(row) == value);
    }

    private static string? With(Match match, List<AnimalRow> rows) => match.Groups["unit"].Value switch
    {
        "years old" => Only(rows, row => row.Age == N(match)),
        "cm tall" => Only(rows, row => row.Height == N(match)),
        _ => Only(rows, row => row.Weight == N(match)),
    };

    private static string? Value(Match match, List<AnimalRow> rows) =>
        One(rows, match) is { } one ? Text(Of(one, match.Groups["what"].Value)) : null;

    private static int Of(AnimalRow row, string what) =>
        what switch { "age" or "old" => row.Age, "height" or "tall" => row.Height, _ => row.Weight };

    private static bool IsCounted(Match match, AnimalRow row) =>
        Is(match, "age", "n", row.Age) && (!match.Groups["weight"].Success || Is(match, "weight", "kg", row.Weight));

    private static bool Is(Match match, string way, string bound, int value)
    {
        var limit = int.Parse(match.Groups[bound].Value, CultureInfo.InvariantCulture);
        return match.Groups[way].Value == "more" ? value > limit : value < limit;
    }

    private static bool IsOlder(Match match) => match.Groups["than"].Value == "older";

    private static AnimalRow? One(List<AnimalRow> rows, Match match) => rows.SingleOrDefault(row => row.Name == match.Groups["name"].Value);

    private static string? Only(List<AnimalRow> rows, Func<AnimalRow, bool> isIt) =>
        rows.Where(isIt).ToArray() is [var one] ? one.Name : null;

    private static string[] ByName(List<AnimalRow> rows) => [.. rows.Select(row => row.Name).Order(StringComparer.Ordinal)];

    private static int N(Match match) => NumberWords.Number(match.Groups["n"].Value)!.Value;

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
