using System.Text;

namespace Hir.Shared.Tasks.Families;

/// <summary>People hold one thing each and trade in pairs; who holds what in the end?</summary>
internal sealed class TrackingShuffledObjects(int people, string name) : TaskFamily
{
    private static readonly string[] Names = ["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gina", "Hugo", "Iris", "Jon"];

    // The setting, the word for a thing, the verb of a trade, and the things.
    private static readonly (string Place, string Verb, string[] Things)[] Scenes =
    [
        ("play a game with balls", "swap balls", ["red ball", "blue ball", "green ball", "black ball", "white ball", "pink ball", "brown ball"]),
        ("hold a party with gifts", "trade gifts", ["red gift", "blue gift", "green gift", "black gift", "white gift", "pink gift", "brown gift"]),
        ("meet at a camp and lend caps", "switch caps", ["red cap", "blue cap", "green cap", "black cap", "white cap", "pink cap", "brown cap"]),
    ];

    public override string Name => name;

    public override string Description => $"{people} people trade things in pairs; which thing does one of them hold in the end? Multiple choice.";

    internal override Problem Draw(SeededRandom random)
    {
        var (place, verb, things) = random.Pick(Scenes);
        var names = random.Sample(Names, people);
        var held = random.Sample(things, people);
        var options = (string[])held.Clone();
        var swaps = random.Between(people == 3 ? 2 : 3, people);

        var text = new StringBuilder();
        text.Append(Join(names)).Append(' ').Append(place).Append(". ");
        text.Append(Join([.. names.Select((person, i) => $"{person} has the {held[i]}")])).Append('.');
        for (var swap = 0; swap < swaps; swap++)
        {
            var pair = random.Sample([.. Enumerable.Range(0, people)], 2);
            text.Append(swap == 0 ? " First" : swap == swaps - 1 ? " Last" : " Then").Append(' ')
                .Append(names[pair[0]]).Append(" and ").Append(names[pair[1]]).Append(' ').Append(verb).Append('.');
            (held[pair[0]], held[pair[1]]) = (held[pair[1]], held[pair[0]]);
        }

        var asked = random.Below(people);
        text.Append(random.Below(2) == 0 ? $" In the end, {names[asked]} has" : $" Now {names[asked]} has");
        return MultipleChoice.Problem(text.ToString(), [.. options.Select(option => $"the {option}")], Array.IndexOf(options, held[asked]));
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random) => MultipleChoice.WrongAnswer(problem, random);

    public override bool IsWellFormed(TaskExample example, string output) => MultipleChoice.IsWellFormed(example, output);

    internal override string? Solve(string query) => Checkers.TrackingChecker.Solve(query);

    private static string Join(string[] parts) => $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
