using System.Globalization;

namespace Hir.Shared.Tasks.Families;

/// <summary>A table of penguins, to which a row may come and from which one may go; a question about a name or a number.</summary>
internal sealed class PenguinsInATable : TaskFamily
{
    private const int Rows = 4;
    private const int Options = 5;

    private static readonly string[] Names =
        ["Pip", "Olga", "Max", "Nell", "Otto", "Ruth", "Sven", "Tess", "Ugo", "Vera", "Walt", "Zoe", "Bea", "Carl", "Dora"];

    // The words of each column: the largest, the smallest, a value of it, and the question after one penguin's value.
    private static readonly (string Most, string Least, string With, string Value)[] Columns =
    [
        ("oldest", "youngest", "is {0} years old", "How old is {0}?"),
        ("tallest", "shortest", "is {0} cm tall", "How tall is {0} in cm?"),
        ("heaviest", "lightest", "weighs {0} kg", "How heavy is {0} in kg?"),
    ];

    public override string Name => "penguins_in_a_table";

    public override string Description =>
        "A table of four penguins, to which one may come and from which one may go; a question about a name or a number. Multiple choice.";

    internal override Problem Draw(SeededRandom random)
    {
        // A value occurs once in its column: every question has one answer.
        var names = random.Sample(Names, Rows + 1);
        var ages = random.Sample([.. Enumerable.Range(2, 12)], Rows + 1);
        var heights = random.Sample([.. Enumerable.Range(8, 11).Select(height => 5 * height)], Rows + 1);
        var weights = random.Sample([.. Enumerable.Range(8, 13)], Rows + 1);
        var penguins = names.Select((name, i) => new Penguin(name, [ages[i], heights[i], weights[i]])).ToArray();

        List<Penguin> table = [.. penguins[..Rows]];
        var text = $"Penguins:\nname, age, height (cm), weight (kg)\n{string.Join('\n', table.Select(penguin => penguin.Row))}\n";
        var change = random.Below(4);
        if (change is 1 or 3)
        {
            table.Add(penguins[Rows]);
            text += $"This row is added:\n{penguins[Rows].Row}\n";
        }

        if (change is 2 or 3)
        {
            var gone = random.Below(Rows);
            text += $"The row of {table[gone].Name} is taken out.\n";
            table.RemoveAt(gone);
        }

        var column = random.Below(Columns.Length);
        var words = Columns[column];
        var one = random.Pick(table);
        return random.Below(7) switch
        {
            0 => Who($"Which penguin is the {words.Most}?", table.MaxBy(penguin => penguin.Values[column])!),
            1 => Who($"Which penguin is the {words.Least}?", table.MinBy(penguin => penguin.Values[column])!),
            2 => Who($"Which penguin {string.Format(null, words.With, one.Values[column])}?", one),
            3 => random.Below(2) == 0
                ? Who("Which penguin is in the last row?", table[^1])
                : Who("Which penguin comes first in the alphabet?", table.MinBy(penguin => penguin.Name, StringComparer.Ordinal)!),
            4 => HowMany(string.Format(null, words.Value, one.Name), one.Values[column], penguins.Select(p => p.Values[column])),
            5 => HowMany("How many penguins are in the table?", table.Count, []),
            _ => HowMany($"How many penguins are older than {one.Name}?", table.Count(p => p.Values[0] > one.Values[0]), []),
        };

        Problem Who(string question, Penguin right) =>
            MultipleChoice.Shuffled(text + question, right.Name, names.Where(name => name != right.Name), random);

        // The other options are the column's values where it has enough of them, else the numbers next to the right one.
        Problem HowMany(string question, int right, IEnumerable<int> others)
        {
            var near = Enumerable.Range(Math.Max(0, right - random.Below(Options)), Options + 1);
            var wrong = others.Concat(near).Distinct().Where(value => value != right).Take(Options - 1);
            return MultipleChoice.Shuffled(text + question, Text(right), wrong.Select(Text), random);
        }
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random) => MultipleChoice.WrongAnswer(problem, random);

    public override bool IsWellFormed(TaskExample example, string output) => MultipleChoice.IsWellFormed(example, output);

    internal override string? Solve(string query) => Checkers.PenguinsChecker.Solve(query);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Penguin(string Name, int[] Values)
    {
        public string Row => $"{Name}, {string.Join(", ", Values)}";
    }
}
