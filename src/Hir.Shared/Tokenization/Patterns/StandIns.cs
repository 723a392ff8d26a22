using System.Globalization;
using System.Text;
using Hir.Shared.Tokenization.Text;

namespace Hir.Shared.Tokenization.Patterns;

/// <summary>
/// Characters of the first plane in place of those beyond, for .NET's regular expressions, which see UTF-16 units: each of the same
/// general category and named by the expression nowhere, so that every class of the expression takes both or neither.
/// </summary>
/// <param name="named">Ranges of characters that the expression names.</param>
internal sealed class StandIns(IReadOnlyList<(char First, char Last)> named)
{
    private const int Categories = 30;
    private const char CircledLetter = 'Ⓐ'; // a symbol that \w takes

    private readonly Lazy<char[]> _byCategory = new(() => Choose(named));

    /// <summary>One UTF-16 unit for each character of a text, and where each character starts (and the text ends) in it.</summary>
    public (char[] OneEach, int[] Starts) Replace(ReadOnlySpan<char> text)
    {
        List<char> units = new(text.Length);
        List<int> starts = new(text.Length + 1);
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            starts.Add(at);
            units.Add(rune.IsBmp ? (char)rune.Value : StandInOf(rune));
            at += rune.Utf16SequenceLength;
        }

        starts.Add(at);
        return ([.. units], [.. starts]);
    }

    private char StandInOf(Rune rune)
    {
        UnicodeCategory category = Rune.GetUnicodeCategory(rune);
        return category == UnicodeCategory.OtherSymbol && CharKinds.IsWord(rune) ? CircledLetter : _byCategory.Value[(int)category];
    }

    private static char[] Choose(IReadOnlyList<(char First, char Last)> named)
    {
        char[] chosen = new char[Categories];
        for (int c = char.MaxValue; c > 0; c--)
        {
            bool isNamed = named.Any(r => c >= r.First && c <= r.Last);
            if (char.IsSurrogate((char)c) || isNamed || c is >= 0x24B6 and <= 0x24E9) continue;
            chosen[(int)CharUnicodeInfo.GetUnicodeCategory((char)c)] = (char)c;
        }

        return chosen;
    }
}
