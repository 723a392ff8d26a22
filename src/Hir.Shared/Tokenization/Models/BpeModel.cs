using System.Text;
using Hir.Shared.Tokenization.Bytes;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tokenization.Models;

/// <summary>How a BPE model treats what its merges do not say.</summary>
/// <param name="UnknownId">Stands for a character that the vocabulary lacks; null drops it.</param>
/// <param name="FuseUnknown">Whether neighbouring unknowns are one.</param>
/// <param name="ByteFallback">Whether such a character becomes the tokens of its UTF-8 bytes, if the vocabulary has all of them.</param>
/// <param name="IgnoreMerges">Whether a piece that is a token becomes that token, whatever the merges say.</param>
/// <param name="Prefix">Stands before every character of a piece but the first.</param>
/// <param name="Suffix">Stands after the last character of a piece.</param>
internal sealed record BpeOptions(
    int? UnknownId = null,
    bool FuseUnknown = false,
    bool ByteFallback = false,
    bool IgnoreMerges = false,
    string Prefix = "",
    string Suffix = "");

/// <summary>Byte-pair encoding: a piece's characters, merged in the order of the merges' ranks.</summary>
internal sealed class BpeModel : ITokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly MergeTable _merges;
    private readonly MergeBorders? _borders;
    private readonly BpeOptions _options;
    private readonly int[] _byteIds;
    private readonly WordCache _cache = new();

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="merges">The merges.</param>
    /// <param name="borders">Where pieces can be cut, for merges that join texts as they stand; otherwise null.</param>
    /// <param name="options">The rest.</param>
    public BpeModel(Vocabulary vocabulary, MergeTable merges, MergeBorders? borders, BpeOptions options)
    {
        _vocabulary = vocabulary;
        _merges = merges;
        _borders = options.Prefix.Length + options.Suffix.Length == 0 ? borders : null;
        _options = options;
        _byteIds = options.ByteFallback ? ByteTokens.IdsOf(IdOf) : [];
    }

    public int VocabularySize => _vocabulary.Size;

    // Decodes as the token it is: its text is the file's own.
    public int? UnknownId => null;

    public string? TokenOf(int id) => _vocabulary.TokenOf(id);

    public int? IdOf(string token) => _vocabulary.IdOf(token) is >= 0 and int id ? id : null;

    public void Encode(PieceList pieces, List<int> ids)
    {
        for (int i = 0; i < pieces.Count; i++) EncodePiece(pieces[i], ids);
    }

    private void EncodePiece(ReadOnlySpan<char> piece, List<int> ids)
    {
        bool isShort = piece.Length <= WordCache.LongestWord;
        if (isShort && _cache.TryAppend(piece, ids)) return;
        int from = ids.Count;
        if (_options.IgnoreMerges && _vocabulary.IdOf(piece) is >= 0 and int whole) ids.Add(whole);
        else EncodeWords(piece, ids);
        if (isShort) _cache.Add(piece, ids, from);
    }

    private void EncodeWords(ReadOnlySpan<char> piece, List<int> ids)
    {
        int start = 0;
        for (int at = 1; at < piece.Length; at++)
        {
            if (!IsBorder(piece[at - 1], piece[at])) continue;
            EncodeWord(piece[start..at], ids, isWhole: false);
            start = at;
        }

        EncodeWord(piece[start..], ids, isWhole: start == 0);
    }

    // Both characters must be tokens themselves: unknown ones fuse, and byte tokens may merge.
    private bool IsBorder(char left, char right) =>
        _borders is not null && _borders.IsBetween(left, right) && _vocabulary.IdOf(left) >= 0 && _vocabulary.IdOf(right) >= 0;

    private void EncodeWord(ReadOnlySpan<char> word, List<int> ids, bool isWhole)
    {
        // A whole piece is remembered as such. (Parts share the memory, unless a part could be encoded in another way as a piece.)
        bool isShort = !isWhole && !_options.IgnoreMerges && word.Length <= WordCache.LongestWord;
        if (isShort && _cache.TryAppend(word, ids)) return;
        int from = ids.Count;
        AppendCharacters(word, ids);
        Merger.Merge(_merges, ids, from);
        if (isShort) _cache.Add(word, ids, from);
    }

    private void AppendCharacters(ReadOnlySpan<char> word, List<int> ids)
    {
        bool hasUnknown = false; // one that waits: more may fuse with it
        int length;
        for (int at = 0; at < word.Length; at += length)
        {
            length = char.IsHighSurrogate(word[at]) && at + 1 < word.Length ? 2 : 1;
            ReadOnlySpan<char> character = word.Slice(at, length);
            bool isLast = at + length == word.Length;
            int id = IdOfCharacter(character, isFirst: at == 0, isLast);
            if (id >= 0)
            {
                if (hasUnknown) ids.Add(_options.UnknownId!.Value);
                hasUnknown = false;
                ids.Add(id);
            }
            else if (!TryAppendBytes(character, isFirst: at == 0, isLast, ids) && _options.UnknownId is { } unknown)
            {
                if (hasUnknown && !_options.FuseUnknown) ids.Add(unknown);
                hasUnknown = true;
            }
        }

        if (hasUnknown) ids.Add(_options.UnknownId!.Value);
    }

    private int IdOfCharacter(ReadOnlySpan<char> character, bool isFirst, bool isLast)
    {
        if (_options.Prefix.Length + _options.Suffix.Length > 0) return _vocabulary.IdOf(Decorated(character, isFirst, isLast));
        return character.Length == 1 ? _vocabulary.IdOf(character[0]) : _vocabulary.IdOf(character);
    }

    private bool TryAppendBytes(ReadOnlySpan<char> character, bool isFirst, bool isLast, List<int> ids)
    {
        if (_byteIds.Length == 0) return false;
        byte[] bytes = Encoding.UTF8.GetBytes(Decorated(character, isFirst, isLast));
        if (bytes.Any(b => _byteIds[b] < 0)) return false;
        foreach (byte value in bytes) ids.Add(_byteIds[value]);
        return true;
    }

    private string Decorated(ReadOnlySpan<char> character, bool isFirst, bool isLast) =>
        $"{(isFirst ? "" : _options.Prefix)}{character}{(isLast ? _options.Suffix : "")}";
}
