namespace Hir.Shared.Tasks.Families;

/// <summary>
/// Which letter has an option? No task of its own and in no list: pretraining teaches it beside the multiple choice tasks, which are all at
/// chance until a model has learnt this step.
/// </summary>
internal sealed class OptionLookup : TaskFamily
{
    private static readonly string[] Colors = ["red", "blue", "green", "black", "white", "pink", "brown", "yellow", "grey"];
    private static readonly string[] Names =
        ["Pip", "Olga", "Max", "Nell", "Otto", "Ruth", "Sven", "Tess", "Ugo", "Vera", "Walt", "Zoe", "Bea", "Carl", "Dora"];
    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five"];
    private static readonly string[] Shapes =
        ["line", "circle", "ellipse", "sector", "rectangle", "kite", "trapezoid", "triangle", "octagon"];
    private static readonly string[] Things = ["The cup", "The lamp", "The clock", "The book", "The vase", "The bowl", "The box"];
    private static readonly string[][] Kinds = [Colors, Names, Numbers, Shapes, Things, [.. Colors.Select(color => $"the {color} ball")]];

    public override string Name => "option_lookup";

    public override string Description => "Which letter has a given option? Multiple choice.";

    internal override Problem Draw(SeededRandom random)
    {
        var options = random.Sample(random.Pick(Kinds), random.Between(3, 5));
        return MultipleChoice.Shuffled($"Which letter has {options[0]}?", options[0], options[1..], random);
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random) => MultipleChoice.WrongAnswer(problem, random);

    public override bool IsWellFormed(TaskExample example, string output) => MultipleChoice.IsWellFormed(example, output);

    internal override string? Solve(string query) => Checkers.OptionList.Read(query) is { } list
        && list.Question.StartsWith("Which letter has ", StringComparison.Ordinal) ? list.LetterOf(list.Question[17..^1]) : null;
}
