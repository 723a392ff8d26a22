using System.Globalization;
using System.Text;

namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Cuts around characters of a kind, each alone or in runs.</summary>
/// <param name="isOfKind">Whether a character is of the kind.</param>
/// <param name="inRuns">Whether neighbours of the kind stay together.</param>
internal sealed class CharPreTokenizer(Func<Rune, bool> isOfKind, bool inRuns) : IPreTokenizer
{
    /// <summary>Numbers of every script, fractions and letter-like numbers included.</summary>
    public static bool IsNumber(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>Punctuation, and all signs of ASCII.</summary>
    public static bool IsPunctuation(Rune rune) =>
        Rune.IsPunctuation(rune) || (rune.IsAscii && Rune.IsSymbol(rune));

    public void Split(PieceList source, PieceList target)
    {
        for (int i = 0; i < source.Count; i++)
        {
            ReadOnlySpan<char> text = source[i];
            int start = 0;
            int at = 0;
            bool before = false;
            foreach (Rune rune in text.EnumerateRunes())
            {
                bool now = isOfKind(rune);
                if (at > start && (now != before || (now && !inRuns)))
                {
                    target.Add(text[start..at], source.IsAtStart(i) && start == 0);
                    start = at;
                }

                before = now;
                at += rune.Utf16SequenceLength;
            }

            target.Add(text[start..], source.IsAtStart(i) && start == 0);
        }
    }
}
