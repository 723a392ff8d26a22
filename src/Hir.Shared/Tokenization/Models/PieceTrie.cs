namespace Hir.Shared.Tokenization.Models;

/// <summary>
/// A trie over UTF-16 characters, laid out level by level: a node's children are neighbours, sorted by character, so that a step is one
/// search in a short span. Built once, then read-only.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>The node that every search starts at.</summary>
    public const int Root = 0;

    private const int LinearSearchLimit = 64;

    private readonly char[] _labels;      // of node n: the character that leads to it
    private readonly int[] _firstChild;   // children of n: [_firstChild[n], _firstChild[n + 1])
    private readonly int[] _values;       // of node n: its key's value, or -1

    /// <param name="keys">Distinct keys, none empty, each with a value of at least 0.</param>
    public PieceTrie(IEnumerable<(string Key, int Value)> keys)
    {
        (string Key, int Value)[] sorted = [.. keys];
        Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Key, b.Key));

        List<char> labels = ['\0'];
        List<int> firstChild = [];
        List<int> values = [];
        Queue<(int From, int To, int Depth)> open = new([(0, sorted.Length, 0)]);
        while (open.TryDequeue(out (int From, int To, int Depth) range))
        {
            int from = range.From;
            bool ends = from < range.To && sorted[from].Key.Length == range.Depth;
            values.Add(ends ? sorted[from++].Value : -1);
            firstChild.Add(labels.Count);
            while (from < range.To)
            {
                char label = sorted[from].Key[range.Depth];
                int to = from + 1;
                while (to < range.To && sorted[to].Key[range.Depth] == label) to++;
                labels.Add(label);
                open.Enqueue((from, to, range.Depth + 1));
                from = to;
            }
        }

        firstChild.Add(labels.Count);
        _labels = [.. labels];
        _firstChild = [.. firstChild];
        _values = [.. values];
    }

    /// <summary>Follows a character from a node; false where no key goes on that way.</summary>
    public bool TryStep(ref int node, char label)
    {
        int first = _firstChild[node];
        ReadOnlySpan<char> children = _labels.AsSpan(first, _firstChild[node + 1] - first);
        int at = children.Length <= LinearSearchLimit ? children.IndexOf(label) : children.BinarySearch(label);
        if (at < 0) return false;
        node = first + at;
        return true;
    }

    /// <summary>The value of the key that ends at a node, or -1.</summary>
    public int ValueAt(int node) => _values[node];
}
