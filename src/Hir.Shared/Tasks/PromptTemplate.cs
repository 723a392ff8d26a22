namespace Hir.Shared.Tasks;

/// <summary>
/// How an instruction p and a query q become the model's prompt. Sampling, relabeling, training and evaluation render through the same
/// template: a model that is trained on one wording and asked in another unlearns what it was taught.
/// </summary>
public sealed class PromptTemplate
{
    /// <summary>The template that is used unless the configuration names another.</summary>
    public const string DefaultText = "{instruction}\n{query}";

    private const string InstructionSlot = "{instruction}";
    private const string QuerySlot = "{query}";

    private readonly string _before;
    private readonly string _between;
    private readonly string _after;
    private readonly bool _instructionFirst;

    /// <summary>Creates a template.</summary>
    /// <param name="text">A text that holds <c>{instruction}</c> and <c>{query}</c>, each once, in either order.</param>
    /// <exception cref="InputException">A slot is missing or occurs twice.</exception>
    public PromptTemplate(string text = DefaultText)
    {
        List<string> problems = [];
        foreach (string slot in (string[])[InstructionSlot, QuerySlot])
        {
            int count = text.Split(slot).Length - 1;
            if (count != 1) problems.Add($"prompt template \"{text}\": {slot} occurs {count} times and must occur exactly once.");
        }

        if (problems.Count > 0) throw new InputException(problems);

        int instruction = text.IndexOf(InstructionSlot, StringComparison.Ordinal);
        int query = text.IndexOf(QuerySlot, StringComparison.Ordinal);
        _instructionFirst = instruction < query;
        (int first, int firstEnd, int second, int secondEnd) = _instructionFirst
            ? (instruction, instruction + InstructionSlot.Length, query, query + QuerySlot.Length)
            : (query, query + QuerySlot.Length, instruction, instruction + InstructionSlot.Length);
        Text = text;
        _before = text[..first];
        _between = text[firstEnd..second];
        _after = text[secondEnd..];
    }

    /// <summary>The instruction, a line break, the query.</summary>
    public static PromptTemplate Default { get; } = new();

    /// <summary>The text that it was created from.</summary>
    public string Text { get; }

    /// <summary>Puts an instruction and a query into the template. Slots within either text are left as they stand.</summary>
    public string Render(string instruction, string query) => _instructionFirst
        ? string.Concat(_before, instruction, _between) + string.Concat(query, _after)
        : string.Concat(_before, query, _between) + string.Concat(instruction, _after);
}
