using System.Buffers;
using System.Text;
using Hir.Shared.Tokenization.Bytes;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tokenization.Models;

/// <summary>
/// The unigram language model of SentencePiece (Kudo 2018): of all ways to write a piece as tokens, the one whose log-probabilities sum
/// highest, found by the Viterbi algorithm.
/// </summary>
/// <remarks>
/// Sums are single precision and run on over all pieces of a text, as SentencePiece's do: which of two equally good ways wins is decided
/// by the last bits ("000" as 0·00 or 00·0), and it should be decided as it was when the checkpoint was trained. Of equals, the first
/// found wins.
/// </remarks>
internal sealed class UnigramModel : ITokenModel
{
    /// <summary>UTF-16 units at most a token: at every position of a text, all tokens are tried that start there.</summary>
    public const int LongestToken = 1000;

    private const float UnknownPenalty = 10;
    private const int StackLimit = 128;

    private readonly string[] _tokens;
    private readonly float[] _scores;
    private readonly Dictionary<string, int> _ids;
    private readonly PieceTrie _trie;
    private readonly int _unknownId;
    private readonly float _unknownScore;
    private readonly int[] _byteIds; // none without byte fallback

    /// <param name="vocabulary">Each token with its log-probability; its index is its id.</param>
    /// <param name="unknownId">The id of the unknown token.</param>
    /// <param name="notInText">Ids that text never becomes: special tokens.</param>
    /// <param name="byteFallback">Whether an unknown run becomes the tokens of its UTF-8 bytes, if the vocabulary has all of them.</param>
    public UnigramModel(
        IReadOnlyList<(string Token, double Score)> vocabulary,
        int unknownId,
        IReadOnlySet<int> notInText,
        bool byteFallback = false)
    {
        _tokens = [.. vocabulary.Select(v => v.Token)];
        _scores = [.. vocabulary.Select(v => (float)v.Score)];
        _ids = new Dictionary<string, int>(_tokens.Length, StringComparer.Ordinal);
        for (int id = 0; id < _tokens.Length; id++) _ids.TryAdd(_tokens[id], id);
        _trie = new PieceTrie(_ids.Where(e => e.Key.Length > 0 && !notInText.Contains(e.Value)).Select(e => (e.Key, e.Value)));
        _unknownId = unknownId;
        _unknownScore = _scores.Min() - UnknownPenalty;
        _byteIds = byteFallback ? ByteTokens.IdsOf(IdOf) : [];
    }

    public int VocabularySize => _tokens.Length;

    public int? UnknownId => _unknownId;

    public string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    public int? IdOf(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    public void Encode(PieceList pieces, List<int> ids)
    {
        float score = 0;
        for (int i = 0; i < pieces.Count; i++) score = Encode(pieces[i], score, ids);
    }

    private float Encode(ReadOnlySpan<char> text, float startScore, List<int> ids)
    {
        int positions = text.Length + 1;
        Arrival[]? rented = positions > StackLimit ? ArrayPool<Arrival>.Shared.Rent(positions) : null;
        Span<Arrival> best = rented is null ? stackalloc Arrival[StackLimit] : rented;
        best = best[..positions];
        FindBest(text, startScore, best);
        float score = best[^1].Score;
        if (_byteIds.Length == 0) AppendPath(best, ids);
        else AppendPathWithBytes(text, best, ids);
        if (rented is not null) ArrayPool<Arrival>.Shared.Return(rented);
        return score;
    }

    private void FindBest(ReadOnlySpan<char> text, float startScore, Span<Arrival> best)
    {
        best.Fill(new Arrival(Arrival.Nowhere, -1, 0));
        best[0] = new Arrival(0, -1, startScore);
        int next;
        for (int start = 0; start < text.Length; start = next)
        {
            next = start + (char.IsHighSurrogate(text[start]) && start + 1 < text.Length && char.IsLowSurrogate(text[start + 1]) ? 2 : 1);
            float before = best[start].Score;
            bool hasOwnToken = false;
            int node = PieceTrie.Root;
            for (int end = start; end < text.Length && _trie.TryStep(ref node, text[end]);)
            {
                end++;
                int id = _trie.ValueAt(node);
                if (id < 0) continue;
                hasOwnToken |= end == next;
                best[end].Improve(start, id, before + _scores[id]);
            }

            if (!hasOwnToken) best[next].Improve(start, _unknownId, before + _unknownScore);
        }
    }

    private void AppendPath(ReadOnlySpan<Arrival> best, List<int> ids)
    {
        int first = ids.Count;
        for (int at = best.Length - 1; at > 0; at = best[at].From) ids.Add(best[at].Id);
        ids.Reverse(first, ids.Count - first);

        // Neighbouring unknowns are one, also over a piece's start.
        int kept = first;
        for (int i = first; i < ids.Count; i++)
        {
            if (ids[i] == _unknownId && kept > 0 && ids[kept - 1] == _unknownId) continue;
            ids[kept++] = ids[i];
        }

        ids.RemoveRange(kept, ids.Count - kept);
    }

    private void AppendPathWithBytes(ReadOnlySpan<char> text, ReadOnlySpan<Arrival> best, List<int> ids)
    {
        List<(int Start, int End, int Id)> path = [];
        for (int at = best.Length - 1; at > 0; at = best[at].From) path.Add((best[at].From, at, best[at].Id));
        path.Reverse();
        for (int i = 0; i < path.Count;)
        {
            int next = i + 1;
            while (path[i].Id == _unknownId && next < path.Count && path[next].Id == _unknownId) next++;
            bool isUnknown = path[i].Id == _unknownId;
            if (!isUnknown || !TryAppendBytes(text[path[i].Start..path[next - 1].End], ids)) ids.Add(path[i].Id);
            i = next;
        }
    }

    private bool TryAppendBytes(ReadOnlySpan<char> unknown, List<int> ids)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(unknown.ToString());
        if (bytes.Any(b => _byteIds[b] < 0)) return false;
        foreach (byte value in bytes) ids.Add(_byteIds[value]);
        return true;
    }

    /// <summary>The best way to arrive at a position: its last token, where that starts, and the way's score.</summary>
    private record struct Arrival(int From, int Id, float Score)
    {
        public const int Nowhere = -1;

        public void Improve(int from, int id, float score)
        {
            if (From == Nowhere || score > Score) this = new Arrival(from, id, score);
        }
    }
}
