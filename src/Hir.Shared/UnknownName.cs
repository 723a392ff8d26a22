namespace Hir.Shared;

/// <summary>What to say about a name that is not known: the known ones, and the one that was probably meant.</summary>
internal static class UnknownName
{
    private const int FurthestMistake = 3;

    /// <summary>A sentence such as <c>feedback "exact" is not known; known are exact_match. Did you mean "exact_match"?</c></summary>
    /// <param name="kind">What the name should name.</param>
    /// <param name="name">The name.</param>
    /// <param name="known">The names there are.</param>
    public static string Describe(string kind, string name, IReadOnlyCollection<string> known)
    {
        string sentence = $"{kind} \"{name}\" is not known; known are {string.Join(", ", known)}.";
        return Nearest(name, known) is { } nearest ? $"{sentence} Did you mean \"{nearest}\"?" : sentence;
    }

    /// <summary>
    /// The known name that the fewest edits away is, or that contains the name or is contained in it; null if none is near.
    /// </summary>
    internal static string? Nearest(string name, IReadOnlyCollection<string> known)
    {
        string? contained = name.Length < FurthestMistake ? null : known.FirstOrDefault(k =>
            k.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(k, StringComparison.OrdinalIgnoreCase));
        (string? Name, int Distance) best = known
            .Select(k => ((string?)k, EditDistance.Of<char>(name.ToLowerInvariant(), k.ToLowerInvariant())))
            .OrderBy(k => k.Item2)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Min(FurthestMistake, name.Length / 2) ? best.Name : contained;
    }
}
