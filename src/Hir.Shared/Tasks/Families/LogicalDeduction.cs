namespace Hir.Shared.Tasks.Families;

/// <summary>Things stand in an order that one statement less than there are things fixes; which of them stands at a given place?</summary>
internal sealed class LogicalDeduction(int count, string name) : TaskFamily
{
    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven"];
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth"];

    private static readonly Scene[] Scenes =
    [
        new("On a shelf stand {0} things", "is left of", "is right of",
            "is the leftmost", "is {0} from the left", "is in the middle", "is {0} from the right", "is the rightmost",
            ["cup", "lamp", "clock", "book", "vase", "bowl", "box"]),
        new("{0} runners finish a race", "is faster than", "is slower than", "is first", "is {0}", null, null, "is last",
            ["girl", "boy", "nurse", "cook", "clerk", "pilot", "judge"]),
        new("A shop sells {0} things", "is cheaper than", "costs more than",
            "is the cheapest", "is the {0} cheapest", "has the middle price", "is the {0} dearest", "costs the most",
            ["cup", "lamp", "clock", "book", "vase", "bowl", "box"]),
    ];

    private readonly Lazy<OrderTable> _table = new(() => new OrderTable(count));

    public override string Name => name;

    public override string Description =>
        Capital($"{Numbers[count - 1]} statements fix the order of {Numbers[count]} things; which has a given place? Multiple choice.");

    internal override Problem Draw(SeededRandom random)
    {
        var scene = random.Pick(Scenes);
        var things = random.Sample(scene.Things, count);

        // place[i] is the place of thing i. Statements are drawn until they leave one order.
        var place = random.Pick(_table.Value.Orders);
        var statements = new Statement[count - 1];
        var sets = new ulong[count - 1][];
        do
        {
            for (var i = 0; i < statements.Length; i++)
            {
                statements[i] = DrawStatement(place, random);
                sets[i] = statements[i].Set(_table.Value);
            }
        }
        while (!OrderTable.LeaveOne(sets));

        var asked = random.Below(count);
        var opening = Capital(string.Format(null, scene.Opening, Numbers[count]));
        var listed = $"a {string.Join(", a ", things[..^1])} and a {things[^1]}";
        var told = string.Concat(statements.Select(statement => $" {statement.Text(scene, things)}."));
        return MultipleChoice.Problem(
            $"{opening}: {listed}.{told}",
            [.. things.Select(thing => $"The {thing} {scene.Place(asked, count)}")],
            Array.IndexOf(place, asked));
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random) => MultipleChoice.WrongAnswer(problem, random);

    public override bool IsWellFormed(TaskExample example, string output) => MultipleChoice.IsWellFormed(example, output);

    internal override string? Solve(string query) => Checkers.DeductionChecker.Solve(query);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private Statement DrawStatement(int[] place, SeededRandom random)
    {
        // More than three things get more places, which say more than comparisons: six of those hardly ever fix seven things.
        if (random.Below(count == 3 ? 3 : 2) == 0)
        {
            var thing = random.Below(count);
            return new Statement(thing, Other: -1, place[thing], IsBefore: false);
        }

        var pair = random.Sample([.. Enumerable.Range(0, count)], 2);
        return new Statement(pair[0], pair[1], Place: -1, IsBefore: place[pair[0]] < place[pair[1]]);
    }

    /// <summary>How a scene speaks: of two things, and of places from both ends; null where it counts from the first only.</summary>
    private sealed record Scene(
        string Opening, string Before, string After,
        string First, string FromFirst, string? Middle, string? FromLast, string Last, string[] Things)
    {
        public string Place(int place, int count)
        {
            var fromLast = count - 1 - place;
            if (place == 0) return First;
            if (fromLast == 0) return Last;
            if (place == fromLast && Middle is not null) return Middle;
            return place > fromLast && FromLast is not null
                ? string.Format(null, FromLast, Ordinals[fromLast])
                : string.Format(null, FromFirst, Ordinals[place]);
        }
    }

    /// <summary>"Thing stands at Place" where Other is -1, else a comparison of Thing with Other.</summary>
    private readonly record struct Statement(int Thing, int Other, int Place, bool IsBefore)
    {
        public ulong[] Set(OrderTable table) =>
            Other < 0 ? table.At(Thing, Place) : IsBefore ? table.Before(Thing, Other) : table.Before(Other, Thing);

        public string Text(Scene scene, string[] things) => Other < 0
            ? $"The {things[Thing]} {scene.Place(Place, things.Length)}"
            : $"The {things[Thing]} {(IsBefore ? scene.Before : scene.After)} the {things[Other]}";
    }
}
