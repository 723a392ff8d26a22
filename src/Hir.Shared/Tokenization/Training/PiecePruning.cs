namespace Hir.Shared.Tokenization.Training;

/// <summary>Drops the pieces that the corpus would miss least: those whose text the others write nearly as well.</summary>
internal static class PiecePruning
{
    /// <summary>Keeps the required pieces and of the others those with the highest loss, <paramref name="size"/> in all.</summary>
    public static PieceScores Prune(PieceScores pieces, WordCounts words, SortedSet<string> required, int size)
    {
        double[] used = new double[pieces.Count];
        foreach ((string word, long count) in words.Words)
        {
            foreach (int piece in pieces.BestPath(word)) used[piece] += count;
        }

        double total = used.Sum();
        List<(int Piece, double Loss)> others = [];
        for (int i = 0; i < pieces.Count; i++)
        {
            if (!required.Contains(pieces.Pieces[i])) others.Add((i, LossWithout(i, pieces, used, total)));
        }

        HashSet<int> kept = [.. others
            .OrderByDescending(o => o.Loss)
            .ThenBy(o => pieces.Pieces[o.Piece], StringComparer.Ordinal)
            .Take(Math.Max(0, size - required.Count))
            .Select(o => o.Piece)];
        return new PieceScores([.. Enumerable.Range(0, pieces.Count)
            .Where(i => kept.Contains(i) || required.Contains(pieces.Pieces[i]))
            .Select(i => (pieces.Pieces[i], pieces.Scores[i]))]);
    }

    /// <summary>How much log-likelihood a token of the corpus loses when a piece is written by others.</summary>
    private static double LossWithout(int piece, PieceScores pieces, double[] used, double total)
    {
        if (used[piece] == 0) return 0;
        IReadOnlyList<int> others = pieces.BestPath(pieces.Pieces[piece], without: piece);
        if (others.Count == 0) return double.PositiveInfinity;
        double with = Math.Log(used[piece] / total);
        double totalWithout = total + (used[piece] * (others.Count - 1));
        double without = others.Sum(other => Math.Log((used[other] + used[piece]) / totalWithout));
        return used[piece] / total * (with - without);
    }
}
