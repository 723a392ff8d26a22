namespace Hir.Shared.Tokenization.Models;

/// <summary>Tokens and their ids, which may have gaps. Built once, then read-only.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _idsBySpan;
    private readonly int[] _charIds = new int[char.MaxValue + 1]; // of tokens of one UTF-16 unit, plus one
    private string?[] _tokens = [];

    public Vocabulary(int capacity)
    {
        _ids = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
        _idsBySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>One more than the highest id.</summary>
    public int Size { get; private set; }

    /// <summary>Adds a token.</summary>
    /// <returns>What stands in the way, as in "is …", or null.</returns>
    public string? Add(string token, int id)
    {
        if (id < Size && _tokens[id] is { } other) return $"is {id}, which \"{other}\" has too";
        if (!_ids.TryAdd(token, id)) return $"is the second id of its token; the first is {_ids[token]}";
        if (id >= _tokens.Length) Array.Resize(ref _tokens, Math.Max(id + 1, _tokens.Length * 2));
        _tokens[id] = token;
        Size = Math.Max(Size, id + 1);
        if (token.Length == 1) _charIds[token[0]] = id + 1;
        return null;
    }

    /// <summary>The token of an id, or null.</summary>
    public string? TokenOf(int id) => (uint)id < (uint)Size ? _tokens[id] : null;

    /// <summary>The id of a token, or -1.</summary>
    public int IdOf(ReadOnlySpan<char> token) => _idsBySpan.TryGetValue(token, out int id) ? id : -1;

    /// <summary>The id of a token of one UTF-16 unit, or -1.</summary>
    public int IdOf(char token) => _charIds[token] - 1;
}
