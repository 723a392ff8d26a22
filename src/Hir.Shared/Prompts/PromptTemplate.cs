namespace Hir.Shared.Prompts;

/// <summary>
/// How an instruction p and a query q become the model's prompt. Sampling, relabeling, training and evaluation render through the same
/// template: a model that is trained on one wording and asked in another unlearns what it was taught.
/// </summary>
public sealed class PromptTemplate
{
    /// <summary>The plain template: the instruction, a line break, the query.</summary>
    public const string DefaultText = "{instruction}\n{query}";

    /// <summary>What begins and ends a part whose white space is cut at both ends once its slots are filled.</summary>
    internal const string TrimStart = "{trim}", TrimEnd = "{/trim}";

    private const string InstructionSlot = "{instruction}";
    private const string QuerySlot = "{query}";

    private readonly string _before;
    private readonly Part _trimmed;
    private readonly string _after;

    /// <summary>Creates a template.</summary>
    /// <param name="text">
    /// A text that holds <c>{instruction}</c> and <c>{query}</c>, each once, in either order. What stands between <c>{trim}</c> and
    /// <c>{/trim}</c>, which must hold both, loses the white space at its two ends, as some chat formats want it of a message.
    /// </param>
    /// <exception cref="InputException">A slot is missing or occurs twice, or <c>{trim}</c> is not closed around both.</exception>
    public PromptTemplate(string text = DefaultText)
    {
        string[] problems = [.. Problems(text)];
        if (problems.Length > 0) throw new InputException([.. problems.Select(p => $"prompt template \"{text}\": {p}")]);

        Text = text;
        (int start, int end) = (text.IndexOf(TrimStart, StringComparison.Ordinal), text.IndexOf(TrimEnd, StringComparison.Ordinal));
        IsTrimmed = start >= 0;
        _before = IsTrimmed ? text[..start] : "";
        _trimmed = new Part(IsTrimmed ? text[(start + TrimStart.Length)..end] : text);
        _after = IsTrimmed ? text[(end + TrimEnd.Length)..] : "";
    }

    /// <summary>The instruction, a line break, the query.</summary>
    public static PromptTemplate Default { get; } = new();

    /// <summary>The text that it was created from.</summary>
    public string Text { get; }

    private bool IsTrimmed { get; }

    /// <summary>Puts an instruction and a query into the template. Slots within either text are left as they stand.</summary>
    public string Render(string instruction, string query)
    {
        string filled = _trimmed.Fill(instruction, query);
        return IsTrimmed ? _before + filled.Trim() + _after : filled;
    }

    /// <summary>What keeps a text from being a template; nothing for one that is.</summary>
    public static IEnumerable<string> Problems(string text)
    {
        foreach (string slot in (string[])[InstructionSlot, QuerySlot])
        {
            int count = Count(slot);
            if (count != 1) yield return $"{slot} occurs {count} times and must occur exactly once.";
        }

        (int start, int end) = (text.IndexOf(TrimStart, StringComparison.Ordinal), text.IndexOf(TrimEnd, StringComparison.Ordinal));
        if (start < 0 && end < 0) yield break;
        bool isAround = Count(TrimStart) == 1 && Count(TrimEnd) == 1 && start < end
            && text.IndexOf(InstructionSlot, StringComparison.Ordinal) is var instruction && instruction > start && instruction < end
            && text.IndexOf(QuerySlot, StringComparison.Ordinal) is var query && query > start && query < end;
        if (!isAround) yield return $"{TrimStart} and {TrimEnd} must stand once each, around both slots.";

        int Count(string what) => text.Split(what).Length - 1;
    }

    /// <summary>A text with both slots.</summary>
    private sealed class Part
    {
        private readonly string _before;
        private readonly string _between;
        private readonly string _after;
        private readonly bool _instructionFirst;

        public Part(string text)
        {
            int instruction = text.IndexOf(InstructionSlot, StringComparison.Ordinal);
            int query = text.IndexOf(QuerySlot, StringComparison.Ordinal);
            _instructionFirst = instruction < query;
            (int first, int firstEnd, int second, int secondEnd) = _instructionFirst
                ? (instruction, instruction + InstructionSlot.Length, query, query + QuerySlot.Length)
                : (query, query + QuerySlot.Length, instruction, instruction + InstructionSlot.Length);
            _before = text[..first];
            _between = text[firstEnd..second];
            _after = text[secondEnd..];
        }

        public string Fill(string instruction, string query) => _instructionFirst
            ? string.Concat(_before, instruction, _between) + string.Concat(query, _after)
            : string.Concat(_before, query, _between) + string.Concat(instruction, _after);
    }
}
