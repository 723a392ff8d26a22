namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>Sorts the words behind a query's last colon.</summary>
internal static class SortingChecker
{
    public static string? Solve(string query)
    {
        var colon = query.LastIndexOf(": ", StringComparison.Ordinal);
        if (colon < 0) return null;
        var words = new List<string>();
        foreach (var word in query[(colon + 2)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var place = words.FindIndex(other => string.CompareOrdinal(word, other) < 0);
            words.Insert(place < 0 ? words.Count : place, word);
        }

        return words.Count == 0 ? null : string.Join(' ', words);
    }
}
