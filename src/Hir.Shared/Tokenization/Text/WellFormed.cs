using System.Text;

namespace Hir.Shared.Tokenization.Text;

/// <summary>Makes any string well-formed UTF-16, so that everything after it may rely on that.</summary>
internal static class WellFormed
{
    /// <summary>The text with U+FFFD in place of each half surrogate pair; the same instance where there is none.</summary>
    public static string Of(string text)
    {
        int first = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (first < 0 || IsWellFormed(text.AsSpan(first))) return text;
        StringBuilder mended = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes()) mended.Append(rune);
        return mended.ToString();
    }

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at])) continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return false;
            at++;
        }

        return true;
    }
}
