namespace Hir.Shared.Tasks.Families;

/// <summary>A row of brackets of four kinds whose last ones are missing, to be written so that every bracket is closed.</summary>
internal sealed class DyckLanguages : TaskFamily
{
    private const string Opening = "([{<";
    private const string Closing = ")]}>";

    private static readonly string[] Openings =
    [
        "Close all open brackets:",
        "Complete the brackets so that each is closed:",
        "Write the brackets that are missing at the end:",
    ];

    public override string Name => "dyck_languages";

    public override string Description =>
        "A row of brackets of four kinds; the two to six that are missing at its end are to be written. The answer is free text.";

    internal override Problem Draw(SeededRandom random)
    {
        // The unclosed brackets, with closed groups of one or two pairs before, between and behind them.
        var unclosed = Enumerable.Range(0, random.Between(2, 6)).Select(_ => random.Below(Opening.Length)).ToArray();
        var groups = Enumerable.Range(0, unclosed.Length + 1).Select(_ => new List<char>()).ToArray();
        for (var left = random.Between(0, 3); left > 0; left--)
        {
            groups[random.Below(groups.Length)].AddRange(ClosedGroup(random));
        }

        var row = groups[0].Concat(unclosed.SelectMany((kind, place) => groups[place + 1].Prepend(Opening[kind])));
        return new Problem($"{random.Pick(Openings)} {Spaced(row)}", Spaced(unclosed.Reverse().Select(kind => Closing[kind])));
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random)
    {
        var right = problem.Target.Split(' ').Select(bracket => bracket[0]).ToArray();
        string wrong;
        do
        {
            wrong = Spaced(random.Below(3) switch
            {
                0 => Replace(right, random),
                1 => random.Below(2) == 0 ? right[..^1] : [.. right, random.Pick(Closing.ToCharArray())],
                _ => random.Sample(right, right.Length),
            });
        }
        while (wrong == problem.Target);
        return wrong;
    }

    public override bool IsWellFormed(TaskExample example, string output)
    {
        // Closing brackets and nothing else. Too few, too many and ones of another kind make an answer wrong, not ill-formed.
        var brackets = output.Where(character => character != ' ').ToArray();
        return brackets.Length > 0 && brackets.All(Closing.Contains);
    }

    private static char[] ClosedGroup(SeededRandom random)
    {
        var outer = random.Below(Opening.Length);
        if (random.Below(4) != 0)
        {
            return [Opening[outer], Closing[outer]];
        }

        var inner = random.Below(Opening.Length);
        return [Opening[outer], Opening[inner], Closing[inner], Closing[outer]];
    }

    private static char[] Replace(char[] brackets, SeededRandom random)
    {
        var changed = (char[])brackets.Clone();
        changed[random.Below(changed.Length)] = random.Pick(Closing.ToCharArray());
        return changed;
    }

    private static string Spaced(IEnumerable<char> brackets) => string.Join(' ', brackets);
}
