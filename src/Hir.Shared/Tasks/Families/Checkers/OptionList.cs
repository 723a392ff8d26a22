using System.Text.RegularExpressions;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>A multiple choice query, taken apart.</summary>
/// <param name="Question">The text before the options.</param>
/// <param name="Options">The texts of the options, in their order.</param>
internal sealed partial record OptionList(string Question, IReadOnlyList<string> Options)
{
    /// <summary>Takes a query apart, or gives null where it lists no options as the paper's tasks do.</summary>
    public static OptionList? Read(string query)
    {
        var at = query.LastIndexOf("\nOptions:\n", StringComparison.Ordinal);
        if (at < 0) return null;
        var lines = query[(at + "\nOptions:\n".Length)..].Split('\n');
        var options = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!Line().IsMatch(lines[i]) || lines[i][1] != 'A' + i) return null;
            options.Add(lines[i][4..].Trim());
        }

        return new OptionList(query[..at], options);
    }

    /// <summary>The letter, such as "(B)", of the only option for which a condition holds; null where none or several do.</summary>
    public string? LetterWhere(Func<string, bool> isRight)
    {
        var found = Enumerable.Range(0, Options.Count).Where(i => isRight(Options[i])).ToArray();
        return found.Length == 1 ? $"({(char)('A' + found[0])})" : null;
    }

    /// <summary>The letter of the only option with a text, whatever the case; null where there is none, or no text.</summary>
    public string? LetterOf(string? text) =>
        text is null ? null : LetterWhere(option => string.Equals(option, text, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^\([A-Z]\) \S")]
    private static partial Regex Line();
}
