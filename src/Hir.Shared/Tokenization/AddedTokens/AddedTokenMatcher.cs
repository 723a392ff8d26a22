using System.Buffers;
using System.Text;
using Hir.Shared.Tokenization.Text;

namespace Hir.Shared.Tokenization.AddedTokens;

/// <summary>
/// Finds added tokens in a text: leftmost first, the longest of those that start there. One that must stand alone and does not is passed
/// over with everything it covers, as Hugging Face's library has it.
/// </summary>
internal sealed class AddedTokenMatcher
{
    private readonly SearchValues<string>? _contents;
    private readonly Dictionary<char, AddedToken[]> _byFirstChar;

    /// <param name="tokens">The tokens with the text that each is looked for as (which normalization may have changed).</param>
    public AddedTokenMatcher(IReadOnlyCollection<AddedToken> tokens)
    {
        if (tokens.Count > 0) _contents = SearchValues.Create([.. tokens.Select(t => t.Content)], StringComparison.Ordinal);
        _byFirstChar = tokens
            .OrderByDescending(t => t.Special)
            .GroupBy(t => t.Content[0])
            .ToDictionary(g => g.Key, g => g.OrderByDescending(t => t.Content.Length).ToArray());
    }

    /// <summary>Finds the first added token at or after a position.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where the search begins; a token's stripped white space never reaches before it.</param>
    /// <param name="token">The token found.</param>
    /// <param name="range">What it covers, stripped white space included.</param>
    public bool TryFind(ReadOnlySpan<char> text, int from, out AddedToken? token, out (int Start, int End) range)
    {
        token = null;
        range = default;
        if (_contents is null) return false;

        for (int at = from; at < text.Length;)
        {
            int found = text[at..].IndexOfAny(_contents);
            if (found < 0) return false;
            int start = at + found;
            token = LongestAt(text, start);
            if (token is null)
            {
                at = start + 1;
                continue;
            }

            int end = start + token.Content.Length;
            at = end;
            if (token.SingleWord && !StandsAlone(text, start, end)) continue;
            if (token.StripLeft)
            {
                while (start > from && char.IsWhiteSpace(text[start - 1])) start--;
            }

            if (token.StripRight)
            {
                while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
            }

            range = (start, end);
            return true;
        }

        token = null;
        return false;
    }

    private AddedToken? LongestAt(ReadOnlySpan<char> text, int at)
    {
        if (!_byFirstChar.TryGetValue(text[at], out AddedToken[]? candidates)) return null;
        foreach (AddedToken candidate in candidates)
        {
            if (text[at..].StartsWith(candidate.Content, StringComparison.Ordinal)) return candidate;
        }

        return null;
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int end)
    {
        bool hasBefore = Rune.DecodeLastFromUtf16(text[..start], out Rune before, out _) == OperationStatus.Done;
        bool hasAfter = Rune.DecodeFromUtf16(text[end..], out Rune after, out _) == OperationStatus.Done;
        return !(hasBefore && CharKinds.IsWord(before)) && !(hasAfter && CharKinds.IsWord(after));
    }
}
