using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tests.Tasks.Families;

public sealed class PenguinsInATableTests
{
    [Fact]
    public void Generate_AnySeed_TargetIsWhatTheTableSays() => Prop.ForAll<long>(seed =>
    {
        foreach (var example in TaskFamilies.Find("penguins_in_a_table")!.Generate(30, seed))
        {
            var lines = example.Query.Split('\n');
            var options = Array.IndexOf(lines, "Options:");
            var gone = Regex.Match(example.Query, @"The row of (\w+) is taken out").Groups[1].Value;
            var cells = lines.Select(line => line.Split(", ")).Where(cells => cells.Length == 4 && cells[0] != "name");
            var rows = cells.Where(row => row[0] != gone).ToList();
            Assert.Contains(example.Target + " " + Answer(lines[options - 1], rows), lines);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    private static string Answer(string question, List<string[]> rows)
    {
        // Every question is answered by sorting the rows and looking.
        string[][] By(int column) => [.. rows.OrderBy(row => int.Parse(row[column], CultureInfo.InvariantCulture))];
        var words = question.TrimEnd('?').Split(' ');
        var last = words[^1];
        string One(string name, int column) => rows.Single(row => row[0] == name)[column];
        string With(int column, string value) => rows.Single(row => row[column] == value)[0];
        return question switch
        {
            "Which penguin is the oldest?" => By(1)[^1][0],
            "Which penguin is the youngest?" => By(1)[0][0],
            "Which penguin is the tallest?" => By(2)[^1][0],
            "Which penguin is the shortest?" => By(2)[0][0],
            "Which penguin is the heaviest?" => By(3)[^1][0],
            "Which penguin is the lightest?" => By(3)[0][0],
            "Which penguin is in the last row?" => rows[^1][0],
            "Which penguin comes first in the alphabet?" => rows.Select(row => row[0]).Order(StringComparer.Ordinal).First(),
            "How many penguins are in the table?" => rows.Count.ToString(CultureInfo.InvariantCulture),
            _ when question.EndsWith("years old?", StringComparison.Ordinal) => With(1, words[3]),
            _ when question.EndsWith("cm tall?", StringComparison.Ordinal) => With(2, words[3]),
            _ when question.Contains("weighs", StringComparison.Ordinal) => With(3, words[3]),
            _ when question.StartsWith("How old is ", StringComparison.Ordinal) => One(last, 1),
            _ when question.StartsWith("How tall is ", StringComparison.Ordinal) => One(words[3], 2),
            _ when question.StartsWith("How heavy is ", StringComparison.Ordinal) => One(words[3], 3),
            _ => (By(1).Length - 1 - Array.FindIndex(By(1), row => row[0] == last)).ToString(CultureInfo.InvariantCulture),
        };
    }
}
