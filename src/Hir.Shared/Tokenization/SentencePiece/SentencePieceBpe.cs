using Hir.Shared.Tokenization.Models;

namespace Hir.Shared.Tokenization.SentencePiece;

/// <summary>
/// Makes a BPE model of SentencePiece pieces. The file holds no merges: any two pieces that make a third merge, and the better a piece's
/// score, the earlier it is made.
/// </summary>
internal static class SentencePieceBpe
{
    private const int LongestPiece = 256;       // UTF-16 units; SentencePiece trains pieces of at most 16 characters
    private const int MostMerges = 1 << 23;     // 16 times those of Gemma, whose vocabulary is the largest

    /// <exception cref="InputException">The pieces make no such model; the message names the piece.</exception>
    public static BpeModel ModelOf(string path, SentencePieceProto proto)
    {
        Vocabulary vocabulary = VocabularyOf(path, proto);
        int[] parts = [.. Enumerable.Range(0, proto.Pieces.Count).Where(id => IsMergeable(proto.Pieces[id].Type))];
        PieceTrie trie = new(parts.Where(id => proto.Pieces[id].Piece.Length > 0).Select(id => (proto.Pieces[id].Piece, id)));
        HashSet<int> mergeable = [.. parts];
        List<(int Left, int Right, int Rank, int Result)> merges = [];
        MergeBorders borders = new();
        int rank = -1;
        float lastScore = float.NaN;
        foreach (int id in parts.OrderByDescending(id => proto.Pieces[id].Score))
        {
            (string piece, float score, _) = proto.Pieces[id];
            if (score != lastScore) rank++;
            lastScore = score;
            borders.Add(piece);
            int node = PieceTrie.Root;
            for (int at = 0; at < piece.Length - 1 && trie.TryStep(ref node, piece[at]); at++)
            {
                int left = trie.ValueAt(node);
                if (left < 0) continue;
                int right = vocabulary.IdOf(piece.AsSpan(at + 1));
                if (mergeable.Contains(right)) merges.Add((left, right, rank, id));
            }

            if (merges.Count > MostMerges) throw new InputException($"{path}: its pieces make more than {MostMerges} merges.");
        }

        MergeTable table = new(merges.Count);
        foreach ((int left, int right, int mergeRank, int result) in merges) table.TryAdd(left, right, mergeRank, result);
        int unknown = proto.Pieces.FindIndex(p => p.Type == PieceType.Unknown);
        return new BpeModel(vocabulary, table, borders, new BpeOptions(unknown, FuseUnknown: true, proto.ByteFallback));
    }

    private static bool IsMergeable(PieceType type) => type is PieceType.Normal or PieceType.UserDefined;

    private static Vocabulary VocabularyOf(string path, SentencePieceProto proto)
    {
        List<string> problems = [];
        Vocabulary vocabulary = new(proto.Pieces.Count);
        for (int id = 0; id < proto.Pieces.Count && problems.Count < 10; id++)
        {
            (string piece, _, PieceType type) = proto.Pieces[id];
            if (piece.Length > LongestPiece) problems.Add($"{path}: piece {id} has {piece.Length} characters, more than {LongestPiece}.");
            if (type == PieceType.Unused) problems.Add($"{path}: piece {id} is unused, which is not supported for BPE.");
            if (vocabulary.Add(piece, id) is { } problem) problems.Add($"{path}: piece {id} \"{piece}\" {problem}.");
        }

        return problems.Count == 0 ? vocabulary : throw new InputException(problems);
    }
}
