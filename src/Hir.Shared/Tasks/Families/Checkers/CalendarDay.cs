using System.Globalization;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>A day of the Gregorian calendar, reckoned by the lengths of its months.</summary>
internal readonly record struct CalendarDay(int Year, int Month, int Day)
{
    private static readonly int[] Lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>Whether there is such a day.</summary>
    public bool Exists => Year > 0 && Month is >= 1 and <= 12 && Day >= 1 && Day <= Length(Year, Month);

    /// <summary>0 for Monday to 6 for Sunday. 1 January of the year 1 is a Monday when today's calendar is carried back to it.</summary>
    public int Weekday
    {
        get
        {
            var (past, days) = (Year - 1, Day - 1);
            for (var month = 1; month < Month; month++) days += Length(Year, month);
            return ((past * 365) + (past / 4) - (past / 100) + (past / 400) + days) % 7;
        }
    }

    /// <summary>The last day of a month.</summary>
    public static CalendarDay LastOf(int year, int month) => new(year, month, Length(year, month));

    /// <summary>The day some days later, or earlier where the number is negative.</summary>
    public CalendarDay AddDays(int days)
    {
        var (year, month, day) = (Year, Month, Day + days);
        while (day < 1)
        {
            (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1);
            day += Length(year, month);
        }

        while (day > Length(year, month))
        {
            day -= Length(year, month);
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
        }

        return new CalendarDay(year, month, day);
    }

    /// <summary>The same day of the month some months later; the month's last day where it has no such day.</summary>
    public CalendarDay AddMonths(int months)
    {
        var count = (Year * 12) + Month - 1 + months;
        var (year, month) = (count / 12, (count % 12) + 1);
        return new CalendarDay(year, month, Math.Min(Day, Length(year, month)));
    }

    /// <summary>The day as MM/DD/YYYY.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Month:D2}/{Day:D2}/{Year:D4}");

    private static int Length(int year, int month) =>
        month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : Lengths[month - 1];
}
