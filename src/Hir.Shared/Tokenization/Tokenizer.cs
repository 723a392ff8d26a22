using Hir.Shared.Tokenization.AddedTokens;
using Hir.Shared.Tokenization.PostProcessors;
using Hir.Shared.Tokenization.PreTokenizers;
using Hir.Shared.Tokenization.SentencePiece;
using Hir.Shared.Tokenization.Text;

namespace Hir.Shared.Tokenization;

/// <summary>
/// Turns text into token ids and back, as the tokenizer.json or spiece.model of a model folder says. Safe to use from several threads.
/// </summary>
public sealed class Tokenizer
{
    // What SentencePiece writes for a token that stands for an unknown text.
    private const string UnknownText = " ⁇ ";

    private readonly TokenizerParts _parts;
    private readonly Dictionary<int, AddedToken> _addedById = [];
    private readonly Dictionary<string, int> _addedIds = new(StringComparer.Ordinal);
    private readonly AddedTokenMatcher _inRawText;
    private readonly AddedTokenMatcher _inNormalizedText;

    internal Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        foreach (AddedToken token in parts.AddedTokens)
        {
            _addedById[token.Id] = token;
            _addedIds[token.Content] = token.Id;
        }

        _inRawText = new AddedTokenMatcher([.. parts.AddedTokens.Where(t => !t.Normalized)]);
        _inNormalizedText = new AddedTokenMatcher([.. parts.AddedTokens
            .Where(t => t.Normalized)
            .Select(t => t with { Content = parts.Normalizer.Normalize(t.Content) })
            .Where(t => t.Content.Length > 0)]);
        VocabularySize = Math.Max(parts.Model.VocabularySize, parts.AddedTokens.Select(t => t.Id + 1).DefaultIfEmpty().Max());
    }

    /// <summary>One more than the highest id. A model's own vocabulary may be larger (padded).</summary>
    public int VocabularySize { get; }

    /// <summary>How many special tokens <see cref="Encode"/> adds after a text (T5: the end token).</summary>
    public int TokensAfterText => _parts.PostProcessor.After.Count;

    /// <summary>Loads the tokenizer of a folder: its tokenizer.json, or else its spiece.model or tokenizer.model.</summary>
    /// <exception cref="InputException">There is none, or it cannot be read, or needs what is not supported; all is named.</exception>
    public static Tokenizer Load(string folder)
    {
        string json = Path.Combine(folder, TokenizerJson.FileName);
        if (File.Exists(json)) return new Tokenizer(TokenizerJson.Read(json));
        if (SentencePieceFile(folder) is { } path) return new Tokenizer(SentencePieceModel.Read(path));
        throw new InputException(
            $"{folder}: holds no tokenizer ({TokenizerJson.FileName} or {string.Join(" or ", SentencePieceModel.FileNames)}). "
            + "Copy the file from the checkpoint, or give token ids instead of text.");
    }

    /// <summary>Whether a folder holds a tokenizer file.</summary>
    public static bool Exists(string folder) =>
        File.Exists(Path.Combine(folder, TokenizerJson.FileName)) || SentencePieceFile(folder) is not null;

    /// <summary>The ids of a text. Any text has ids; half surrogate pairs count as U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether to add the special tokens that the model expects around a text (T5: the end token).</param>
    public int[] Encode(string text, bool addSpecialTokens = true)
    {
        text = WellFormed.Of(text);
        List<int> ids = new((text.Length / 2) + 4);
        if (addSpecialTokens) ids.AddRange(_parts.PostProcessor.Before);
        Scratch scratch = Scratch.Take();
        int start = 0;
        while (_inRawText.TryFind(text, start, out AddedToken? token, out (int Start, int End) found))
        {
            EncodeSection(text[start..found.Start], start == 0, ids, scratch);
            ids.Add(token!.Id);
            start = found.End;
        }

        EncodeSection(start == 0 ? text : text[start..], start == 0, ids, scratch);
        if (addSpecialTokens) ids.AddRange(_parts.PostProcessor.After);
        Scratch.Keep(scratch, text.Length);
        return [.. ids];
    }

    /// <summary>Puts the special tokens around the ids of one text, or of a pair, that the model expects there.</summary>
    /// <param name="first">The ids of the only or the first text, without special tokens.</param>
    /// <param name="second">Those of the second; null where there is one text.</param>
    public JoinedIds Join(int[] first, int[]? second = null)
    {
        if (second is null)
        {
            int[] ids = [.. _parts.PostProcessor.Before, .. first, .. _parts.PostProcessor.After];
            return new JoinedIds(ids, new int[ids.Length]);
        }

        List<int> joined = [];
        List<int> types = [];
        foreach (PairPiece piece in _parts.PostProcessor.Pair)
        {
            int[] ids = piece.Text switch { 0 => first, 1 => second, _ => [piece.Id] };
            joined.AddRange(ids);
            types.AddRange(Enumerable.Repeat(piece.TypeId, ids.Length));
        }

        return new JoinedIds([.. joined], [.. types]);
    }

    /// <summary>The text of ids. Ids that no token has, have no text; an unknown token of a Unigram model decodes as ' ⁇ '.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether special tokens (end, pad, added special ones) are left out.</param>
    public string Decode(IReadOnlyList<int> ids, bool skipSpecialTokens = true)
    {
        StreamingDecoder decoder = StartDecoding(skipSpecialTokens);
        foreach (int id in ids) decoder.Write(id);
        return decoder.Flush();
    }

    /// <summary>Begins to decode ids that come one by one.</summary>
    /// <param name="skipSpecialTokens">As for <see cref="Decode"/>.</param>
    public StreamingDecoder StartDecoding(bool skipSpecialTokens = true) => new(_parts.Decoder, id => TextOf(id, skipSpecialTokens));

    /// <summary>The id of a token as the vocabulary writes it (such as <c>&lt;/s&gt;</c> or <c>▁the</c>), or null.</summary>
    public int? IdOf(string token) => _addedIds.TryGetValue(token, out int id) ? id : _parts.Model.IdOf(token);

    /// <summary>The token of an id as the vocabulary writes it, or null for an id beyond the vocabulary.</summary>
    public string? TokenOf(int id) =>
        _addedById.TryGetValue(id, out AddedToken? added) ? added.Content
        : _parts.Model.TokenOf(id);

    private static string? SentencePieceFile(string folder) =>
        SentencePieceModel.FileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private string? TextOf(int id, bool skipSpecialTokens) =>
        id == _parts.Model.UnknownId ? UnknownText
        : skipSpecialTokens && _addedById.TryGetValue(id, out AddedToken? added) && added.Special ? null
        : TokenOf(id);

    private void EncodeSection(string raw, bool atStart, List<int> ids, Scratch scratch)
    {
        if (raw.Length == 0) return;
        string text = _parts.Normalizer.Normalize(raw);
        int start = 0;
        while (_inNormalizedText.TryFind(text, start, out AddedToken? token, out (int Start, int End) found))
        {
            EncodeWithoutAdded(text.AsSpan(start, found.Start - start), atStart && start == 0, ids, scratch);
            ids.Add(token!.Id);
            start = found.End;
        }

        EncodeWithoutAdded(text.AsSpan(start), atStart && start == 0, ids, scratch);
    }

    private void EncodeWithoutAdded(ReadOnlySpan<char> text, bool atStart, List<int> ids, Scratch scratch)
    {
        scratch.Whole.Clear();
        scratch.Pieces.Clear();
        scratch.Whole.Add(text, atStart);
        _parts.PreTokenizer.Split(scratch.Whole, scratch.Pieces);
        _parts.Model.Encode(scratch.Pieces, ids);
    }

    /// <summary>Buffers of one call, kept for the thread's next one.</summary>
    private sealed class Scratch
    {
        private const int LongestKept = 1 << 16; // characters of a text; longer ones seldom come, and would hold on to much memory

        [ThreadStatic]
        private static Scratch? s_kept;

        public PieceList Whole { get; } = new();

        public PieceList Pieces { get; } = new();

        public static Scratch Take()
        {
            Scratch scratch = s_kept ?? new Scratch();
            s_kept = null;
            return scratch;
        }

        public static void Keep(Scratch scratch, int textLength)
        {
            if (textLength <= LongestKept) s_kept = scratch;
        }
    }
}
