using System.Globalization;
using System.Text.RegularExpressions;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>A row of a table of animals.</summary>
internal sealed record AnimalRow(string Name, int Age, int Height, int Weight);

/// <summary>The tables that a text tells of, after all that it adds and takes out, and the question behind them.</summary>
/// <param name="Penguins">The rows of the penguins, in order.</param>
/// <param name="Giraffes">The rows of the giraffes; empty where there is no such table.</param>
/// <param name="Question">The last line.</param>
internal sealed partial record PenguinTables(List<AnimalRow> Penguins, List<AnimalRow> Giraffes, string Question)
{
    /// <summary>Reads the text before the options; null where a line has no known form.</summary>
    public static PenguinTables? Read(string text)
    {
        if (Introduction().Match(text) is not { Success: true } match) return null;
        var lines = text[match.Length..].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var tables = new PenguinTables([.. Rows(match.Groups["rows"].Value)], [], lines.Length > 0 ? lines[^1] : "");
        if (tables.Penguins.Count == 0) return null;
        var current = tables.Penguins;
        foreach (var line in lines[..^Math.Min(1, lines.Length)])
        {
            if (Taken().Match(line) is { Success: true } taken)
            {
                if (current.RemoveAll(row => row.Name == taken.Groups["name"].Value) != 1) return null;
            }
            else if (Row().Match(line) is { Success: true } row && row.Length == line.Length)
            {
                current.Add(Rows(line).Single());
            }
            else if (line == "And here is a similar table, but listing giraffes:")
            {
                current = tables.Giraffes;
            }
            else if (line is not ("This row is added:" or "We now add a penguin to the table:" or "name, age, height (cm), weight (kg)"))
            {
                return null;
            }
        }

        return tables;
    }

    private static IEnumerable<AnimalRow> Rows(string text) => Row().Matches(text).Select(
        match => new AnimalRow(match.Groups["name"].Value, Number(match, "age"), Number(match, "height"), Number(match, "weight")));

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    // The heading, the rows, and in the real files a sentence that repeats some of their values.
    [GeneratedRegex(
        @"^(?:Penguins:|Here is a table where the first line is a header and each subsequent line is a penguin:)\s+"
        + @"name, age, height \(cm\), weight \(kg\)\s+"
        + @"(?<rows>(?:[A-Z]\w+, \d+, \d+, \d+\s+)+)(?:For example: [^.]+\.\s+)?")]
    private static partial Regex Introduction();

    [GeneratedRegex(@"(?<name>[A-Z]\w+), (?<age>\d{1,4}), (?<height>\d{1,4}), (?<weight>\d{1,4})")]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?:The row of (?<name>\w+) is taken out|We then delete the penguin named (?<name>\w+) from the table)\.$")]
    private static partial Regex Taken();
}
