using System.Globalization;

namespace Hir.Shared.Tasks.Families;

/// <summary>A sentence tells which day is today; which date is another day?</summary>
internal sealed class DateUnderstanding : TaskFamily
{
    private const int Options = 5;
    private const int FirstYear = 1990;
    private const int Years = 20;

    // What is said, and how many days after the date that it names today is.
    private static readonly (string Text, int Days)[] Statements =
    [
        ("Today is {0}.", 0),
        ("Yesterday was {0}.", 1),
        ("Tomorrow will be {0}.", -1),
        ("A week ago it was {0}.", 7),
        ("The day before yesterday was {0}.", 2),
        ("The deadline is {0}, three days from now.", -3),
    ];

    private static readonly (string Text, Func<DateOnly, DateOnly> From)[] Questions =
    [
        ("Today's date", today => today),
        ("Tomorrow's date", today => today.AddDays(1)),
        ("Yesterday's date", today => today.AddDays(-1)),
        ("The date in one week", today => today.AddDays(7)),
        ("The date one week ago", today => today.AddDays(-7)),
        ("The date ten days ago", today => today.AddDays(-10)),
        ("The date one month ago", today => today.AddMonths(-1)),
        ("The date one year ago", today => today.AddYears(-1)),
    ];

    public override string Name => "date_understanding";

    public override string Description =>
        "A sentence tells which day is today; which date is tomorrow, a week ago and the like? Multiple choice.";

    internal override Problem Draw(SeededRandom random)
    {
        // Days after the 28th have no equal in every month: what is "one month ago" then would be a matter of taste.
        var today = new DateOnly(FirstYear + random.Below(Years), random.Between(1, 12), random.Between(1, 28));
        var (statement, days) = random.Pick(Statements);
        var stated = today.AddDays(-days);
        var (question, from) = random.Pick(Questions);
        while (days == 0 && from(today) == today)
        {
            (question, from) = random.Pick(Questions);
        }

        var right = from(today);
        var text = stated.ToString(random.Below(2) == 0 ? "MM/dd/yyyy" : "MMM d, yyyy", CultureInfo.InvariantCulture);
        return MultipleChoice.Shuffled(
            $"{string.Format(null, statement, text)} {question} in MM/DD/YYYY is",
            Written(right),
            Wrong(right, stated, random).Select(Written),
            random);
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random) => MultipleChoice.WrongAnswer(problem, random);

    public override bool IsWellFormed(TaskExample example, string output) => MultipleChoice.IsWellFormed(example, output);

    internal override string? Solve(string query) => Checkers.DateChecker.Solve(query);

    /// <summary>Dates that a slip leads to: a step too few or too many, the wrong month or year, the date as it was stated.</summary>
    private static DateOnly[] Wrong(DateOnly right, DateOnly stated, SeededRandom random)
    {
        DateOnly[] slips =
        [
            right.AddDays(1), right.AddDays(-1), right.AddDays(7), right.AddDays(-7), right.AddMonths(1), right.AddMonths(-1),
            right.AddYears(1), right.AddYears(-1), stated, right.AddDays(random.Between(11, 27)),
        ];
        return random.Sample([.. slips.Distinct().Where(slip => slip != right)], Options - 1);
    }

    private static string Written(DateOnly date) => date.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture);
}
