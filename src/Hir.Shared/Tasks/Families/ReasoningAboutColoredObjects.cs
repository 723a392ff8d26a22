namespace Hir.Shared.Tasks.Families;

/// <summary>Things of different colors lie in a row; a question about a color, a place or a number.</summary>
/// <remarks>As in the paper's task the options of a kind of question are the same in every problem; each is right equally often.</remarks>
internal sealed class ReasoningAboutColoredObjects : TaskFamily
{
    private const int MostThings = 5;

    private static readonly string[] Colors = ["red", "blue", "green", "black", "white", "pink", "brown", "yellow", "grey"];
    private static readonly string[] Things = ["cup", "pen", "hat", "key", "ball", "book", "fork", "shoe", "ring", "lamp"];
    private static readonly string[] Places = ["On the table", "On the desk", "On the floor", "In the window"];
    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four"];

    public override string Name => "reasoning_about_colored_objects";

    public override string Description =>
        "Up to five things of different colors lie in a row; which color has one, or how many are there? Multiple choice.";

    internal override Problem Draw(SeededRandom random) => random.Below(7) switch
    {
        0 => Color(random, row => random.Below(row.Length), one => $"the {one.Thing}"),
        1 => Color(random, row => random.Between(1, row.Length - 1), one => $"the thing just right of the {one.Left}"),
        2 => Color(random, row => random.Between(0, row.Length - 2), one => $"the thing just left of the {one.Right}"),
        3 => random.Below(2) == 0
            ? Color(random, _ => 0, _ => "the leftmost thing")
            : Color(random, row => row.Length - 1, _ => "the rightmost thing"),
        4 => NotOfAColor(random),
        5 => LeftOfAThing(random),
        _ => YesOrNo(random),
    };

    internal override string WrongAnswer(Problem problem, SeededRandom random) => MultipleChoice.WrongAnswer(problem, random);

    public override bool IsWellFormed(TaskExample example, string output) => MultipleChoice.IsWellFormed(example, output);

    internal override string? Solve(string query) => Checkers.ColoredObjectsChecker.Solve(query);

    private static Problem Color(SeededRandom random, Func<Item[], int> place, Func<Neighbors, string> named)
    {
        var row = Row(random, random.Between(3, MostThings));
        var at = place(row);
        var around = new Neighbors(row[at].Thing, row[Math.Max(0, at - 1)].Thing, row[Math.Min(row.Length - 1, at + 1)].Thing);
        return MultipleChoice.Problem($"{Told(row, random)} What color is {named(around)}?", Colors, Array.IndexOf(Colors, row[at].Color));
    }

    // The number is drawn first, so that each is right equally often.
    private static Problem NotOfAColor(SeededRandom random)
    {
        var number = random.Below(Numbers.Length);
        while (true)
        {
            var row = Row(random, random.Between(Math.Max(2, number), MostThings));
            var color = random.Pick(row).Color;
            if (number == 0) row = [.. row[..2].Select(item => item with { Color = color })];
            if (row.Count(item => item.Color != color) != number) continue;
            return MultipleChoice.Problem($"{Told(row, random)} How many things are not {color}?", Numbers, number);
        }
    }

    private static Problem LeftOfAThing(SeededRandom random)
    {
        var number = random.Below(Numbers.Length);
        var row = Row(random, random.Between(Math.Max(3, number + 1), MostThings));
        return MultipleChoice.Problem($"{Told(row, random)} How many things lie left of the {row[number].Thing}?", Numbers, number);
    }

    private static Problem YesOrNo(SeededRandom random)
    {
        var row = Row(random, random.Between(3, MostThings));
        var item = random.Pick(row);
        var isSo = random.Below(2) == 0;
        string[] others = [.. row.Select(other => other.Color).Append(random.Pick(Colors)).Where(color => color != item.Color)];
        var said = isSo || others.Length == 0 ? item.Color : random.Pick(others);
        return MultipleChoice.Problem($"{Told(row, random)} Is the {item.Thing} {said}?", ["yes", "no"], said == item.Color ? 0 : 1);
    }

    /// <summary>Different things; now and then a color comes again, so that counting has something to count.</summary>
    private static Item[] Row(SeededRandom random, int length)
    {
        var colors = random.Sample(Colors, length);
        var things = random.Sample(Things, length);
        return [.. things.Select((thing, i) => new Item(random.Below(4) == 0 ? random.Pick(colors) : colors[i], thing))];
    }

    private static string Told(Item[] row, SeededRandom random)
    {
        var listed = row.Select(item => $"a {item.Color} {item.Thing}").ToArray();
        return $"{random.Pick(Places)} lie, from left to right, {string.Join(", ", listed[..^1])} and {listed[^1]}.";
    }

    private readonly record struct Item(string Color, string Thing);

    /// <summary>A thing and those beside it.</summary>
    private readonly record struct Neighbors(string Thing, string Left, string Right);
}
