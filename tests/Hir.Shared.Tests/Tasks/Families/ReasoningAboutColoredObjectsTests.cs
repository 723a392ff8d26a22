using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tests.Tasks.Families;

public sealed class ReasoningAboutColoredObjectsTests
{
    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five"];

    [Fact]
    public void Generate_AnySeed_TargetIsWhatLiesThere() => Prop.ForAll<long>(seed =>
    {
        foreach (var example in TaskFamilies.Find("reasoning_about_colored_objects")!.Generate(30, seed))
        {
            var parts = Regex.Match(example.Query, @"to right, (.+)\. (.+\?)\n");
            var items = Regex.Matches(parts.Groups[1].Value, @"\ba (\w+) (\w+)");
            var row = items.Select(m => (Color: m.Groups[1].Value, Thing: m.Groups[2].Value)).ToArray();
            Assert.Equal(parts.Groups[1].Value.Count(c => c == ',') + 2, row.Length);
            Assert.Contains($"\n{example.Target} {Answer(parts.Groups[2].Value, row)}", example.Query, StringComparison.Ordinal);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    private static string Answer(string question, (string Color, string Thing)[] row)
    {
        var words = question.TrimEnd('?').Split(' ');
        var last = words[^1];
        var at = Array.FindIndex(row, item => item.Thing == last);
        if (question == "What color is the leftmost thing?") return row[0].Color;
        if (question == "What color is the rightmost thing?") return row[^1].Color;
        if (question.Contains("just right", StringComparison.Ordinal)) return row[at + 1].Color;
        if (question.Contains("just left", StringComparison.Ordinal)) return row[at - 1].Color;
        if (question.StartsWith("What color", StringComparison.Ordinal)) return row[at].Color;
        if (question.StartsWith("Is the", StringComparison.Ordinal)) return row.Contains((last, words[2])) ? "yes" : "no";
        if (question.Contains("are not", StringComparison.Ordinal)) return Numbers[row.Count(item => item.Color != last)];
        return Numbers[row.TakeWhile(item => item.Thing != last).Count()];
    }
}
