namespace Hir.Shared.Tasks.Families;

/// <summary>Three things stand in an order that two statements fix; which of them stands at a given place?</summary>
internal sealed class LogicalDeduction : TaskFamily
{
    private static readonly int[][] Orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    // How a scene speaks: its opening, "A stands before B", "A stands after B", and the three places from the first to the last.
    private static readonly Scene[] Scenes =
    [
        new("On a shelf stand three things", "is left of", "is right of", ["is the leftmost", "is in the middle", "is the rightmost"],
            ["cup", "lamp", "clock", "book", "vase", "bowl", "box"]),
        new("Three runners finish a race", "is faster than", "is slower than", ["is first", "is second", "is last"],
            ["girl", "boy", "nurse", "cook", "clerk", "pilot", "judge"]),
        new("A shop sells three things", "is cheaper than", "costs more than", ["is the cheapest", "has the middle price", "costs the most"],
            ["cup", "lamp", "clock", "book", "vase", "bowl", "box"]),
    ];

    public override string Name => "logical_deduction_3";

    public override string Description => "Two statements fix the order of three things; which one stands at a given place? Multiple choice.";

    internal override Problem Draw(SeededRandom random)
    {
        var scene = random.Pick(Scenes);
        var things = random.Sample(scene.Things, 3);

        // place[i] is the place of thing i. Statements are drawn until they leave one order.
        var place = random.Pick(Orders);
        Statement first, second;
        do
        {
            first = DrawStatement(place, random);
            second = DrawStatement(place, random);
        }
        while (Orders.Count(order => first.Holds(order) && second.Holds(order)) != 1);

        var asked = random.Below(3);
        var question =
            $"{scene.Opening}: a {things[0]}, a {things[1]} and a {things[2]}. {first.Text(scene, things)}. {second.Text(scene, things)}.";
        return MultipleChoice.Problem(
            question, [.. things.Select(thing => $"The {thing} {scene.Places[asked]}")], Array.IndexOf(place, asked));
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random) => MultipleChoice.WrongAnswer(problem, random);

    public override bool IsWellFormed(TaskExample example, string output) => MultipleChoice.IsWellFormed(example, output);

    private static Statement DrawStatement(int[] place, SeededRandom random)
    {
        if (random.Below(3) == 0)
        {
            var thing = random.Below(3);
            return new Statement(thing, Other: -1, place[thing], IsBefore: false);
        }

        var pair = random.Sample([0, 1, 2], 2);
        return new Statement(pair[0], pair[1], Place: -1, IsBefore: place[pair[0]] < place[pair[1]]);
    }

    private sealed record Scene(string Opening, string Before, string After, string[] Places, string[] Things);

    /// <summary>"Thing stands at Place" where Other is -1, else a comparison of Thing with Other.</summary>
    private readonly record struct Statement(int Thing, int Other, int Place, bool IsBefore)
    {
        public bool Holds(int[] order) => Other < 0 ? order[Thing] == Place : (order[Thing] < order[Other]) == IsBefore;

        public string Text(Scene scene, string[] things) => Other < 0
            ? $"The {things[Thing]} {scene.Places[Place]}"
            : $"The {things[Thing]} {(IsBefore ? scene.Before : scene.After)} the {things[Other]}";
    }
}
