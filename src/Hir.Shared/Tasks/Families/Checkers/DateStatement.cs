using System.Globalization;
using System.Text.RegularExpressions;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>
/// Which day a few sentences say that today is. Left unread are ones that need more than a calendar: holidays without a rule,
/// contradictions, what somebody remembers.
/// </summary>
internal static class DateStatement
{
    // A whole date, as 4/19/1969 or as Apr 19th, 1969.
    private const string Date =
        $@"(?:(?<m>\d{{1,2}})/(?<d>\d{{1,2}})/(?<y>\d{{4}})|{Month}\.? (?<d>\d{{1,2}})(?:st|nd|rd|th)?, (?<y>\d{{4}}))";

    private const string Month = @"(?<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";

    private static readonly (Regex Text, Func<Match, CalendarDay> Today)[] Forms =
    [
        // What the date is to today. The first form that fits counts.
        Form($@"^In the UK.* today is (?<d>\d{{1,2}})/(?<m>\d{{1,2}})/(?<y>\d{{4}})", m => Day(m)),
        Form($@"^(?<who>\w+) thinks today is {Date}, but \w+ thinks today is [\d/]+\. \k<who> is correct\.$", m => Day(m)),
        Form($@"^\w+ thinks today is [\d/]+, but (?<who>\w+) thinks today is {Date}\. \k<who> is correct\.$", m => Day(m)),
        Form($@"^\w+ thought today is {Date}, but today is in fact \w+ \d+, which is (?<n>\w+) day later\.$", m => Day(m).AddDays(N(m))),
        Form($@"^(?:Today is|It is|Today,|The current local time is [\d:]+ [ap]m of) {Date}\b", m => Day(m)),
        Form($@"^Yesterday(?: was|,) {Date}\b", m => Day(m).AddDays(1)),
        Form($@"^The day before yesterday was {Date}\.$", m => Day(m).AddDays(2)),
        Form($@"^Tomorrow (?:is|will be) {Date}\.$", m => Day(m).AddDays(-1)),
        Form($@" (?:for|am) tomorrow,? \(?(?:\w+, )?{Date}\)?\.$", m => Day(m).AddDays(-1)),
        Form($@"^(?:It was {Date} a week ago|A week ago it was {Date})\.$", m => Day(m).AddDays(7)),
        Form($@"^The deadline is {Date},(?: which is)? (?<n>\w+) days (?:away )?from now\.$", m => Day(m).AddDays(-N(m))),
        Form($@" scheduled to be on {Date}, but was delayed by (?<n>\w+) day to today\.$", m => Day(m).AddDays(N(m))),
        Form($@" on {Date}\. (?<n>\d{{1,4}}) days have passed since then\.$", m => Day(m).AddDays(N(m))),
        Form($@"^On {Date} \w+ bought (?<n>\d{{1,4}}) eggs\. She ate one per day\. Today she ran out of eggs\.$",
            m => Day(m).AddDays(N(m))),
        Form($@" married on {Date}\. It is their (?<n>\d{{1,4}})-year anniversary today\.$", m => Day(m).AddMonths(12 * N(m))),
        Form($@" married on {Date}\. Today is their golden wedding anniversary\.$", m => Day(m).AddMonths(12 * 50)),
        Form($@"^{Date} is like yesterday to \w+, but that is actually (?<n>\w+) years ago\.$", m => Day(m).AddMonths(12 * N(m))),

        // Days that a rule or a year elsewhere in the text completes.
        Form(@"^Today is (?<m>\d{1,2})/(?<d>\d{1,2})[.,] .*\b(?<y>\d{4})\b", m => Day(m)),
        Form(@"^Today is Christmas Eve of (?<y>\d{4})\.$", m => new CalendarDay(Y(m), 12, 24)),
        Form(@"^In the US, .*Today is the US Thanksgiving of (?<y>\d{4})\.$", m => Weekday(Y(m), 11, weekday: 3, which: 4)),
        Form(@" today is the first Monday of (?<y>\d{4})\.$", m => Weekday(Y(m), 1, weekday: 0, which: 1)),
        Form(@"^(?:Today|This) is the last day of (?<y>\d{4})\.$", m => new CalendarDay(Y(m), 12, 31)),
        Form(@"^Today is the first day of (?<y>\d{4})\.$", m => new CalendarDay(Y(m), 1, 1)),
        Form(@"^Today is the last day of the first quarter of (?<y>\d{4})\.$", m => CalendarDay.LastOf(Y(m), 3)),
        Form(@"^Today is the (?<dr>\w+) day of the (?<mr>\w+) month of (?<y>\d{4})\.$",
            m => new CalendarDay(Y(m), Rank(m, "mr"), Rank(m, "dr"))),
        Form($@" the last day of {Month} (?<y>\d{{4}})\.$", m => CalendarDay.LastOf(Y(m), M(m))),
        Form($@" born on the last day of {Month} in (?<y>\d{{4}})\. Today is her (?<n>\d{{1,4}})-year-old birthday\.$",
            m => CalendarDay.LastOf(Y(m), M(m)).AddMonths(12 * N(m))),
        Form($@" on the (?<d>\d{{1,2}})th of each month starting from the {Month} of (?<y>\d{{4}})\. It is her (?<n>\d{{1,4}})th visit",
            m => Day(m).AddMonths(N(m) - 1)),
        Form(@"^(?<y>\d{4}) is coming in 36 hours\.$", m => new CalendarDay(Y(m), 1, 1).AddDays(-2)),
        Form(@"^Today is the palindrome day of (?<y>\d{4}), because the MMDDYYYY format", m => Palindrome(m.Groups["y"].Value)),
    ];

    /// <summary>The day that is today, or null where the text is not read.</summary>
    public static CalendarDay? Today(string text)
    {
        foreach (var (form, today) in Forms)
        {
            if (form.Match(text) is not { Success: true } match) continue;
            if (match.Groups["d"].Success && !Day(match).Exists) return null;
            if (match.Groups["n"].Success && NumberWords.Number(match.Groups["n"].Value) is null) return null;
            return today(match) is { Exists: true } day ? day : null;
        }

        return null;
    }

    private static (Regex, Func<Match, CalendarDay>) Form(string text, Func<Match, CalendarDay> today) =>
        (new Regex(text, RegexOptions.CultureInvariant), today);

    private static CalendarDay Day(Match match) =>
        new(Y(match), M(match), int.Parse(match.Groups["d"].Value, CultureInfo.InvariantCulture));

    private static int Y(Match match) => int.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture);

    private static int M(Match match) =>
        int.TryParse(match.Groups["m"].Value, CultureInfo.InvariantCulture, out var number)
            ? number
            : (Array.IndexOf(CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames, match.Groups["m"].Value) + 1);

    private static int N(Match match) => NumberWords.Number(match.Groups["n"].Value)!.Value;

    private static int Rank(Match match, string group) => NumberWords.Rank(match.Groups[group].Value) ?? 0;

    private static CalendarDay Weekday(int year, int month, int weekday, int which)
    {
        var first = new CalendarDay(year, month, 1);
        return first.AddDays(((weekday - first.Weekday + 7) % 7) + (7 * (which - 1)));
    }

    private static CalendarDay Palindrome(string year)
    {
        var back = string.Concat(year.Reverse());
        return new CalendarDay(
            int.Parse(year, CultureInfo.InvariantCulture),
            int.Parse(back[..2], CultureInfo.InvariantCulture),
            int.Parse(back[2..], CultureInfo.InvariantCulture));
    }
}
