namespace Hir.Shared.Feedback.Commands;

/// <summary>What a list that names a program must be.</summary>
internal static class CommandRules
{
    public static IEnumerable<(string Key, string Problem)> Problems(IReadOnlyList<string> run, string example)
    {
        if (run.Count == 0 || run[0].Trim().Length == 0)
        {
            yield return ("run", $"missing; name the program and its arguments as a list, such as {example}");
        }
        else if (run.Count == 1 && run[0].Any(char.IsWhiteSpace) && !File.Exists(run[0]))
        {
            yield return ("run", $"'{run[0]}' is one text; write the program and its arguments as a list, such as {example}");
        }

        if (run.Any(r => r.Contains('\0', StringComparison.Ordinal))) yield return ("run", "holds a character that no argument may hold");
    }
}
