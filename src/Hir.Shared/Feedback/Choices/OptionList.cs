using System.Text.RegularExpressions;

namespace Hir.Shared.Feedback.Choices;

/// <summary>The options of a query: the last run of lines such as "(A) left", "B. right", "3) none" or "- yes".</summary>
internal sealed partial class OptionList
{
    private readonly IReadOnlyList<ChoiceOption> _options;

    private OptionList(IReadOnlyList<ChoiceOption> options) => _options = options;

    /// <summary>How many there are; 0 for a query that lists none.</summary>
    public int Count => _options.Count;

    /// <summary>Reads a query's options. A single line is no list.</summary>
    public static OptionList In(string query)
    {
        List<ChoiceOption> last = [];
        List<ChoiceOption> run = [];
        foreach (string line in query.Split('\n'))
        {
            if (OptionLine().Match(line) is { Success: true } match)
            {
                run.Add(new ChoiceOption(match.Groups["label"].Value, match.Groups["text"].Value.Trim()));
                continue;
            }

            if (run.Count > 1) last = run;
            run = [];
        }

        return new OptionList(run.Count > 1 ? run : last);
    }

    /// <summary>
    /// The option that an answer means, by number from 0; null where it means none or several. A label before the text, a label in brackets
    /// anywhere, the option's text alone, or its text as the only one within the answer.
    /// </summary>
    public int? Named(string answer)
    {
        string bare = Bare(answer);
        if (bare.Length == 0) return null;
        int[] alone = Where(o => o.Text.Length > 0 && Same(Bare(o.Text), bare));
        if (alone.Length == 1) return alone[0];

        Match first = LabelFirst().Match(answer);
        int[] labelled =
        [
            .. new[] { first }.Concat(LabelInBrackets().Matches(answer)).Concat(LabelSaid().Matches(answer))
                .Where(m => m.Success).SelectMany(m => WithLabel(m.Groups["label"].Value)).Distinct(),
        ];
        if (labelled.Length == 0) return Mentioned(answer);
        // Several labels mean none, and a label with the text of another option contradicts itself.
        string rest = first.Success ? Bare(answer[first.Length..]) : "";
        bool contradicts = rest.Length > 0 && Where(o => Same(Bare(o.Text), rest)) is [var other] && other != labelled[0];
        return labelled.Length == 1 && !contradicts ? labelled[0] : null;
    }

    // The texts that occur as whole words; one that only occurs within a longer one does not count.
    private int? Mentioned(string answer)
    {
        int[] found = Where(o => o.Text.Length > 0 && TextSearch.HasWords(answer, Bare(o.Text)));
        int[] outermost =
            [.. found.Where(i => !found.Any(j => j != i && TextSearch.HasWords(_options[j].Text, Bare(_options[i].Text))))];
        return outermost is [var only] ? only : null;
    }

    private int[] WithLabel(string label) => Where(o => o.Label.Length > 0 && Same(o.Label, label));

    private int[] Where(Func<ChoiceOption, bool> condition) => [.. Enumerable.Range(0, _options.Count).Where(i => condition(_options[i]))];

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static string Bare(string text) => text.Trim().TrimEnd('.', '!', ',', ';', ':', ' ').Trim();

    [GeneratedRegex(@"^\s*(?:\((?<label>[A-Za-z]|[0-9]{1,3})\)|(?<label>[A-Za-z]|[0-9]{1,3})[.):]|[-*•])\s+(?<text>.*\S)\s*$")]
    private static partial Regex OptionLine();

    // "(b)", "B.", "B) right", and "B" alone; not "A dog".
    [GeneratedRegex(@"^\s*(?:\((?<label>[A-Za-z]|[0-9]{1,3})\)|(?<label>[A-Za-z]|[0-9]{1,3})(?:[.):](?=\s|$)|\s*$))")]
    private static partial Regex LabelFirst();

    [GeneratedRegex(@"\((?<label>[A-Za-z]|[0-9]{1,3})\)")]
    private static partial Regex LabelInBrackets();

    // "the answer is B.", "option 3"
    [GeneratedRegex(@"\b(?:answer|option|choice)(?:\s+is)?\s*:?\s*(?<label>[A-Z]|[0-9]{1,3})(?=[.,;:!)]|\s*$)", RegexOptions.IgnoreCase)]
    private static partial Regex LabelSaid();
}
