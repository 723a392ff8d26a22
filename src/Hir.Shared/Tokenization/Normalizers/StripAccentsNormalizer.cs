using System.Globalization;
using System.Text;

namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>Drops combining marks, whatever they stand on; accents that are part of a character stay (decompose first).</summary>
internal sealed class StripAccentsNormalizer : INormalizer
{
    public string Normalize(string text)
    {
        if (!text.EnumerateRunes().Any(IsMark)) return text;
        StringBuilder kept = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsMark(rune)) kept.Append(rune);
        }

        return kept.ToString();
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
