using Hir.Shared.Tokenization.Models;

namespace Hir.Shared.Tokenization.Training;

/// <summary>Pieces with their log-probabilities, and the two sums over all ways to write a word that training needs.</summary>
internal sealed class PieceScores
{
    private readonly PieceTrie _trie;

    public PieceScores(IReadOnlyList<(string Piece, double Score)> pieces)
    {
        Pieces = [.. pieces.Select(p => p.Piece)];
        Scores = [.. pieces.Select(p => p.Score)];
        _trie = new PieceTrie(Pieces.Select((piece, index) => (piece, index)));
    }

    public IReadOnlyList<string> Pieces { get; }

    public IReadOnlyList<double> Scores { get; }

    public int Count => Pieces.Count;

    /// <summary>
    /// Adds how often each piece is expected in a word that occurs <paramref name="count"/> times (forward-backward algorithm).
    /// </summary>
    public void AddExpectedCounts(string word, double count, double[] expected)
    {
        List<Edge> edges = EdgesOf(word);
        double[] forward = Filled(word.Length + 1);
        forward[0] = 0;
        foreach (Edge e in edges) forward[e.End] = LogAdd(forward[e.End], forward[e.Start] + Scores[e.Piece]);
        double[] backward = Filled(word.Length + 1);
        backward[^1] = 0;
        for (int i = edges.Count - 1; i >= 0; i--)
        {
            Edge e = edges[i];
            backward[e.Start] = LogAdd(backward[e.Start], backward[e.End] + Scores[e.Piece]);
        }

        foreach (Edge e in edges)
        {
            double logShare = forward[e.Start] + Scores[e.Piece] + backward[e.End] - forward[^1];
            if (double.IsFinite(logShare)) expected[e.Piece] += count * Math.Exp(logShare);
        }
    }

    /// <summary>The likeliest way to write a text, as indices of pieces; empty where there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="without">The index of a piece that may not be used, or -1.</param>
    public IReadOnlyList<int> BestPath(string text, int without = -1)
    {
        double[] best = Filled(text.Length + 1);
        Edge[] last = new Edge[text.Length + 1];
        best[0] = 0;
        foreach (Edge e in EdgesOf(text))
        {
            double score = best[e.Start] + Scores[e.Piece];
            if (e.Piece == without || score <= best[e.End]) continue;
            best[e.End] = score;
            last[e.End] = e;
        }

        if (double.IsNegativeInfinity(best[^1])) return [];
        List<int> path = [];
        for (int at = text.Length; at > 0; at = last[at].Start) path.Add(last[at].Piece);
        path.Reverse();
        return path;
    }

    // In the order of their starts, so that a single pass in either direction sees every way to a position before it is left.
    private List<Edge> EdgesOf(string text)
    {
        List<Edge> edges = [];
        for (int start = 0; start < text.Length; start++)
        {
            int node = PieceTrie.Root;
            for (int end = start; end < text.Length && _trie.TryStep(ref node, text[end]);)
            {
                end++;
                if (_trie.ValueAt(node) >= 0) edges.Add(new Edge(start, end, _trie.ValueAt(node)));
            }
        }

        return edges;
    }

    private static double[] Filled(int length)
    {
        double[] values = new double[length];
        Array.Fill(values, double.NegativeInfinity);
        return values;
    }

    private static double LogAdd(double a, double b)
    {
        double high = Math.Max(a, b);
        return double.IsNegativeInfinity(high) ? high : high + Math.Log(1 + Math.Exp(Math.Min(a, b) - high));
    }

    private readonly record struct Edge(int Start, int End, int Piece);
}
