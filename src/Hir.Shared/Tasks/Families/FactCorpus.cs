using System.Globalization;

namespace Hir.Shared.Tasks.Families;

/// <summary>
/// Short exercises in finding a fact in a text like those of the tasks: the color of a thing, what somebody holds, a value in a table. They come
/// after <see cref="LookupCorpus"/>. A third asks for all facts at once, which is many look-ups a line. Every answer is right.
/// </summary>
public static class FactCorpus
{
    private const double ShareOfAll = 0.35;

    private static readonly string[] Colors = ["red", "blue", "green", "black", "white", "pink", "brown", "yellow", "grey"];
    private static readonly string[] Things = ["cup", "pen", "hat", "key", "ball", "book", "fork", "shoe", "ring", "lamp"];
    private static readonly string[] People = ["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gina", "Hugo", "Iris", "Jon"];
    private static readonly string[] Held = ["ball", "gift", "cap"];
    private static readonly string[] Penguins =
        ["Pip", "Olga", "Max", "Nell", "Otto", "Ruth", "Sven", "Tess", "Ugo", "Vera", "Walt", "Zoe", "Bea", "Carl", "Dora"];

    // Age, height and weight: what a table may hold, and the questions after a value and after the penguin of a value.
    private static readonly (int Least, int Count, int Step, string Value, string Penguin)[] Columns =
    [
        (2, 12, 1, "How old is {0}?", "Which penguin is {0} years old?"),
        (40, 11, 5, "How tall is {0} in cm?", "Which penguin is {0} cm tall?"),
        (8, 13, 1, "How heavy is {0} in kg?", "Which penguin weighs {0} kg?"),
    ];

    /// <summary>Makes the lines. Equal arguments give equal lines, and a smaller count the first of them. Lines may come twice.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed of all that is drawn.</param>
    /// <returns>The lines; the text stands in place of an instruction, the question in place of a query.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static IEnumerable<PretrainingExample> Generate(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var random = SeededRandom.For("facts", seed);
        for (var line = 0; line < count; line++)
        {
            var facts = random.Below(3) switch { 0 => OfThings(random), 1 => OfPeople(random), _ => OfPenguins(random) };
            var order = random.Sample([.. Enumerable.Range(0, facts.Keys.Length)], facts.Keys.Length);
            var (question, answer) = random.Fraction() < ShareOfAll
                ? ($"Match {string.Join(' ', order.Select(i => facts.Keys[i]))}",
                    string.Join(' ', order.Select(i => $"{facts.Keys[i]} {facts.Values[i]}")))
                : facts.Asked(order[0]);
            yield return new PretrainingExample("facts", facts.Text, question, answer, IsRight: true);
        }
    }

    private static Facts OfThings(SeededRandom random)
    {
        var things = random.Sample(Things, random.Between(3, 5));
        var colors = random.Sample(Colors, things.Length);
        var text = $"On the table lie, from left to right, {Listed(things.Select((thing, i) => $"a {colors[i]} {thing}"))}.";
        return new Facts(text, things, colors, i => ($"What color is the {things[i]}?", colors[i]));
    }

    private static Facts OfPeople(SeededRandom random)
    {
        var people = random.Sample(People, random.Between(3, 5));
        var colors = random.Sample(Colors[..7], people.Length);
        var thing = random.Pick(Held);
        var text = $"{Listed(people.Select((person, i) => $"{person} has the {colors[i]} {thing}"))}.";
        return new Facts(text, people, colors, i => ($"Now {people[i]} has", $"the {colors[i]} {thing}"));
    }

    private static Facts OfPenguins(SeededRandom random)
    {
        var names = random.Sample(Penguins, 4);
        var table = Columns.Select(column => random
            .Sample([.. Enumerable.Range(0, column.Count)], names.Length)
            .Select(value => (column.Least + column.Step * value).ToString(CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var rows = names.Select((name, i) => $"\n{name}, {string.Join(", ", table.Select(column => column[i]))}");
        var asked = random.Below(Columns.Length);
        var byName = random.Below(2) == 0;
        return new Facts($"Penguins:\nname, age, height (cm), weight (kg){string.Concat(rows)}", names, table[0], i => byName
            ? (string.Format(null, Columns[asked].Value, names[i]), table[asked][i])
            : (string.Format(null, Columns[asked].Penguin, table[asked][i]), names[i]));
    }

    private static string Listed(IEnumerable<string> parts)
    {
        var all = parts.ToArray();
        return $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary>A text with its facts: a value for each key, and the question after one of them with its answer.</summary>
    private sealed record Facts(string Text, string[] Keys, string[] Values, Func<int, (string Question, string Answer)> Asked);
}
