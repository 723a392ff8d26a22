using System.Globalization;

namespace Hir.Shared.Tasks;

/// <summary>One entry of a task specification: <c>SOURCE[@train|@test][:N]</c>.</summary>
/// <param name="Source">A name or a path.</param>
/// <param name="Split">The split it names, or null.</param>
/// <param name="Limit">Examples at most, or null.</param>
internal sealed record TaskSpecEntry(string Source, TaskSplit? Split, int? Limit)
{
    private static readonly char[] PathSeparators = ['/', '\\'];

    /// <summary>Whether the source is a file and not a name.</summary>
    public bool IsPath =>
        Source.IndexOfAny(PathSeparators) >= 0
        || Source.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
        || Source.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a comma-separated list; what is wrong with an entry becomes a problem, and the entry is left out.</summary>
    public static IReadOnlyList<TaskSpecEntry> ParseAll(string spec, List<string> problems)
    {
        List<TaskSpecEntry> entries = [];
        foreach (string entry in spec.Split(','))
        {
            if (Parse(entry.Trim(), problems) is { } parsed) entries.Add(parsed);
        }

        return entries;
    }

    private static TaskSpecEntry? Parse(string entry, List<string> problems)
    {
        if (File.Exists(entry)) return new TaskSpecEntry(entry, null, null); // whatever signs its name holds
        string source = entry;
        int? limit = null;
        if (TakeSuffix(ref source, ':') is { } limitText)
        {
            if (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == 0)
            {
                problems.Add($"task \"{entry}\": the limit after ':' is \"{limitText}\" and must be a whole number of at least 1.");
                return null;
            }

            limit = number;
        }

        TaskSplit? split = null;
        if (TakeSuffix(ref source, '@') is { } splitText)
        {
            split = splitText switch { "train" => TaskSplit.Train, "test" => TaskSplit.Test, _ => null };
            if (split is null)
            {
                problems.Add(
                    $"task \"{entry}\": the split after '@' is \"{splitText}\" and must be train or test, as in NAME@test:100.");
                return null;
            }
        }

        if (source.Length > 0) return new TaskSpecEntry(source, split, limit);
        problems.Add($"task specification: an entry is empty (\"{entry}\"); give names or paths with one comma between two.");
        return null;
    }

    private static string? TakeSuffix(ref string source, char sign)
    {
        int at = source.LastIndexOf(sign);
        if (at < 0 || source.IndexOfAny(PathSeparators, at) >= 0) return null;
        string suffix = source[(at + 1)..];
        source = source[..at];
        return suffix;
    }
}
