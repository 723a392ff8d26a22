using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tasks.Families;
using Hir.Shared.Tasks.Families.Checkers;

namespace Hir.Shared.Tests.Tasks.Families;

public sealed class DateUnderstandingTests
{
    private static readonly (string Text, int DaysToToday)[] Statements =
    [
        ("Today is", 0), ("Yesterday was", 1), ("The day before yesterday was", 2), ("A week ago it was", 7), ("Tomorrow will be", -1),
        ("The deadline is", -3),
    ];

    [Fact]
    public void Generate_AnySeed_TargetIsTheDateThatDateTimeReckons() => Prop.ForAll<long>(seed =>
    {
        foreach (var example in TaskFamilies.Find("date_understanding")!.Generate(20, seed))
        {
            var text = Regex.Match(example.Query, @"\d+/\d+/\d+|[A-Z][a-z]{2} \d+, \d{4}").Value;
            var stated = DateTime.Parse(text, CultureInfo.InvariantCulture);
            var today = stated.AddDays(Statements.Single(s => example.Query.StartsWith(s.Text, StringComparison.Ordinal)).DaysToToday);
            DateTime asked = Regex.Match(example.Query, @"[.] (?:The date )?([\w' ]+) in MM/DD/YYYY is\n").Groups[1].Value switch
            {
                "Today's date" => today,
                "Tomorrow's date" => today.AddDays(1),
                "Yesterday's date" => today.AddDays(-1),
                "in one week" => today.AddDays(7),
                "one week ago" => today.AddDays(-7),
                "ten days ago" => today.AddDays(-10),
                "one month ago" => today.AddMonths(-1),
                "one year ago" => today.AddYears(-1),
                var other => throw new InvalidOperationException(other),
            };
            var right = asked.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture);
            Assert.Contains($"\n{example.Target} {right}", example.Query, StringComparison.Ordinal);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void CalendarDay_OfFourHundredYears_AgreesWithDateTime()
    {
        // The calendar repeats itself every 400 years.
        var day = new CalendarDay(1801, 1, 1);
        for (var date = new DateTime(1801, 1, 1); date.Year < 2202; date = date.AddDays(1), day = day.AddDays(1))
        {
            if ((date.Year, date.Month, date.Day) != (day.Year, day.Month, day.Day)) Assert.Fail($"{date} is {day}");
            Assert.True(day.Exists && day.Weekday == ((int)date.DayOfWeek + 6) % 7, day.ToString());
        }
    }

    [Fact]
    public void CalendarDay_Steps_AgreeWithDateTime() => Prop.ForAll<int, int>((at, step) =>
    {
        var date = new DateTime(1900, 1, 1).AddDays(Math.Abs(at % 60_000));
        var day = new CalendarDay(date.Year, date.Month, date.Day);
        Assert.Equal(Text(date.AddDays(step % 9_000)), day.AddDays(step % 9_000).ToString());
        Assert.Equal(Text(date.AddMonths(step % 700)), day.AddMonths(step % 700).ToString());

        static string Text(DateTime date) => date.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture);
    }).QuickCheckThrowOnFailure();

    // Reckoned by hand, with the calendars of these years.
    [Theory]
    [InlineData("Yesterday was 02/28/2000.", "02/29/2000")]
    [InlineData("Yesterday was Feb 28, 1900.", "03/01/1900")]
    [InlineData("Tomorrow is 1/1/2000.", "12/31/1999")]
    [InlineData("In the US, it is a Thursday. Today is the US Thanksgiving of 2023.", "11/23/2023")]
    [InlineData("The first day of 2019 is a Tuesday, and today is the first Monday of 2019.", "01/07/2019")]
    [InlineData("Ann was born on the last day of February in 2000. Today is her 16-year-old birthday.", "02/29/2016")]
    [InlineData("2015 is coming in 36 hours.", "12/30/2014")]
    [InlineData("Yesterday was 13/1/2000.", null)]
    [InlineData("Yesterday was 2/30/2000.", null)]
    [InlineData("Ann thinks it is May.", null)]
    public void DateStatement_OfOneSentence_IsReadOrLeft(string text, string? today) =>
        Assert.Equal(today, DateStatement.Today(text)?.ToString());
}
