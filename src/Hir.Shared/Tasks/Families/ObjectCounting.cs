using System.Globalization;
using System.Text;

namespace Hir.Shared.Tasks.Families;

/// <summary>A list of things of two kinds; how many are there of one kind?</summary>
internal sealed class ObjectCounting : TaskFamily
{
    private static readonly (string Name, string[] Singular)[] Kinds =
    [
        ("fruits", ["apple", "pear", "plum", "lemon", "fig", "melon"]),
        ("animals", ["cat", "dog", "cow", "goat", "duck", "frog"]),
        ("tools", ["hammer", "saw", "drill", "axe", "rake", "file"]),
        ("toys", ["doll", "kite", "puppet", "drum", "robot", "marble"]),
    ];

    private static readonly string[] Numbers = ["one", "two", "three"];

    private static readonly (string Opening, string Closing)[] Wordings =
    [
        ("I have ", "do I have?"),
        ("I can see ", "can I see?"),
        ("On the farm there are ", "are there?"),
    ];

    public override string Name => "object_counting";

    public override string Description => "How many things of a kind are in a list of counted things? The answer is a number.";

    internal override Problem Draw(SeededRandom random)
    {
        var (opening, closing) = random.Pick(Wordings);
        var kinds = random.Sample(Kinds, 2);
        var listed = random.Between(2, 4);
        var wanted = random.Between(1, listed);
        (string Thing, bool IsWanted)[] things =
        [
            .. random.Sample(kinds[0].Singular, wanted).Select(thing => (thing, true)),
            .. random.Sample(kinds[1].Singular, listed - wanted).Select(thing => (thing, false)),
        ];
        things = random.Sample(things, listed);

        var total = 0;
        var text = new StringBuilder(opening);
        for (var i = 0; i < listed; i++)
        {
            // A single thing is the commonest, as in the paper's task.
            var count = random.Below(2) == 0 ? 1 : random.Between(2, Numbers.Length);
            total += things[i].IsWanted ? count : 0;
            text.Append(i == 0 ? "" : i == listed - 1 ? " and " : ", ").Append(Numbers[count - 1]).Append(' ').Append(things[i].Thing)
                .Append(count == 1 ? "" : "s");
        }

        text.Append($". How many {kinds[0].Name} ").Append(closing);
        return new Problem(text.ToString(), total.ToString(CultureInfo.InvariantCulture));
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random)
    {
        var right = int.Parse(problem.Target, CultureInfo.InvariantCulture);
        var wrong = right;
        while (wrong == right || wrong < 1)
        {
            wrong = right + random.Between(-3, 3);
        }

        return wrong.ToString(CultureInfo.InvariantCulture);
    }

    public override bool IsWellFormed(TaskExample example, string output) =>
        output.Trim() is { Length: > 0 and <= 3 } text && text.All(char.IsAsciiDigit);

    internal override string? Solve(string query) => Checkers.CountingChecker.Solve(query);
}
