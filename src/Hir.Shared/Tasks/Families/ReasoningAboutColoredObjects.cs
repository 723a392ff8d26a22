namespace Hir.Shared.Tasks.Families;

/// <summary>Things of different colors lie in a row; a question about a color, a place or a number.</summary>
internal sealed class ReasoningAboutColoredObjects : TaskFamily
{
    private const int Options = 5;

    private static readonly string[] Colors = ["red", "blue", "green", "black", "white", "pink", "brown", "yellow", "grey"];
    private static readonly string[] Things = ["cup", "pen", "hat", "key", "ball", "book", "fork", "shoe", "ring", "lamp"];
    private static readonly string[] Places = ["On the table", "On the desk", "On the floor", "In the window"];
    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five"];

    public override string Name => "reasoning_about_colored_objects";

    public override string Description => "Three to five things of different colors lie in a row; which color has one, or how many are there? Multiple choice.";

    internal override Problem Draw(SeededRandom random)
    {
        var things = random.Sample(Things, random.Between(3, 5));

        // Few colors for each row, so that one comes again now and then and counting has something to count.
        var colors = random.Sample(Colors, things.Length);
        var row = things.Select((thing, i) => new Item(random.Below(4) == 0 ? random.Pick(colors) : colors[i], thing)).ToArray();
        var listed = row.Select(item => $"a {item.Color} {item.Thing}").ToArray();
        var text = $"{random.Pick(Places)} lie, from left to right, {string.Join(", ", listed[..^1])} and {listed[^1]}. ";
        return random.Below(7) switch
        {
            0 => Color(text + $"What color is the {Pick(out var at).Thing}?", row[at]),
            1 => Color(text + $"What color is the thing just right of the {Pick(out var at, 0, 1).Thing}?", row[at + 1]),
            2 => Color(text + $"What color is the thing just left of the {Pick(out var at, 1, 0).Thing}?", row[at - 1]),
            3 => random.Below(2) == 0 ? Color(text + "What color is the leftmost thing?", row[0])
                : Color(text + "What color is the rightmost thing?", row[^1]),
            4 => Count(text + $"How many things are not {Pick(out var at).Color}?", row.Count(item => item.Color != row[at].Color)),
            5 => Count(text + $"How many things lie left of the {Pick(out var at).Thing}?", at),
            _ => YesOrNo(text, row[random.Below(row.Length)]),
        };

        Item Pick(out int at, int skippedLeft = 0, int skippedRight = 0)
        {
            at = random.Between(skippedLeft, row.Length - 1 - skippedRight);
            return row[at];
        }

        Problem Color(string question, Item item)
        {
            // Colors of the row come first: otherwise the only one that occurs in the row gives itself away.
            var others = row.Select(other => other.Color).Concat(random.Sample(Colors, Colors.Length)).Distinct().Where(c => c != item.Color);
            return MultipleChoice.Shuffled(question, item.Color, others.Take(Options - 1), random);
        }

        Problem Count(string question, int count) => MultipleChoice.Shuffled(
            question, Numbers[count], random.Sample([.. Numbers.Where(number => number != Numbers[count])], Options - 1), random);

        Problem YesOrNo(string start, Item item)
        {
            var isSo = random.Below(2) == 0;
            var said = isSo ? item.Color : random.Pick([.. colors.Where(color => color != item.Color)]);
            return MultipleChoice.Shuffled($"{start}Is the {item.Thing} {said}?", isSo ? "yes" : "no", [isSo ? "no" : "yes"], random);
        }
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random) => MultipleChoice.WrongAnswer(problem, random);

    public override bool IsWellFormed(TaskExample example, string output) => MultipleChoice.IsWellFormed(example, output);

    internal override string? Solve(string query) => Checkers.ColoredObjectsChecker.Solve(query);

    private readonly record struct Item(string Color, string Thing);
}
