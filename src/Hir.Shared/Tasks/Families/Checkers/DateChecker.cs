using System.Text.RegularExpressions;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>Reads which day is today, steps to the day that is asked for and finds its option.</summary>
internal static partial class DateChecker
{
    // The words of a question, with the step from today in days and in months.
    private static readonly Dictionary<string, (int Days, int Months)> Steps = new()
    {
        ["today"] = (0, 0),
        ["tomorrow"] = (1, 0),
        ["24 hours later"] = (1, 0),
        ["yesterday"] = (-1, 0),
        ["in one week"] = (7, 0),
        ["one week from today"] = (7, 0),
        ["one week ago"] = (-7, 0),
        ["one week ago from today"] = (-7, 0),
        ["ten days ago"] = (-10, 0),
        ["10 days ago"] = (-10, 0),
        ["one month ago"] = (0, -1),
        ["a month ago"] = (0, -1),
        ["one year ago"] = (0, -12),
        ["one year ago from today"] = (0, -12),
    };

    public static string? Solve(string query)
    {
        if (OptionList.Read(query) is not { } list || Question().Match(list.Question) is not { Success: true } question) return null;
        var asked = question.Groups["step"].Value;
        if (asked.EndsWith("'s date", StringComparison.Ordinal)) asked = asked[..^7].ToLowerInvariant();
        if (!Steps.TryGetValue(asked, out var step)) return null;
        if (DateStatement.Today(list.Question[..question.Index].TrimEnd()) is not { } today) return null;
        return list.LetterOf(today.AddMonths(step.Months).AddDays(step.Days).ToString());
    }

    [GeneratedRegex(
        @"(?:What is the date (?<step>[\w ]+) in MM/DD/YYYY\?|"
        + @"(?:The date (?<step>[\w ]+)|(?<step>\w+'s date)) in MM/DD/YYYY is)$")]
    private static partial Regex Question();
}
