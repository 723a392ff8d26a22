namespace Hir.Shared.Tokenization.Training;

/// <summary>The distinct words of a corpus, each with the mark before it, in ordinal order.</summary>
internal sealed record WordCounts(IReadOnlyList<(string Word, long Count)> Words)
{
    public const char Mark = '▁';

    public static WordCounts Of(IEnumerable<string> lines)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            foreach (string word in line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                string marked = Mark + word;
                counts[marked] = counts.GetValueOrDefault(marked) + 1;
            }
        }

        return new WordCounts([.. counts.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, e.Value))]);
    }
}
