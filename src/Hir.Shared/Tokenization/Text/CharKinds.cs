using System.Globalization;
using System.Text;

namespace Hir.Shared.Tokenization.Text;

/// <summary>What a character is to the patterns that cut a text into words. Flags, so that a run can be of several kinds.</summary>
[Flags]
internal enum CharKind : byte
{
    None = 0,

    /// <summary>\p{L}.</summary>
    Letter = 1,

    /// <summary>\p{N}.</summary>
    Number = 2,

    /// <summary>None of the others: [^\s\p{L}\p{N}].</summary>
    Other = 4,

    /// <summary>\s but [\r\n].</summary>
    Space = 8,

    /// <summary>[\r\n].</summary>
    Newline = 16,

    /// <summary>Half of a character beyond U+FFFF, whose kind needs both halves.</summary>
    Half = 128,
}

/// <summary>Looks characters of well-formed text up in a table.</summary>
internal static class CharKinds
{
    public const CharKind AnySpace = CharKind.Space | CharKind.Newline;

    private static readonly CharKind[] Table = [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => Of((char)c))];

    /// <summary>The kind of the character that starts at a position; none at the end.</summary>
    public static CharKind At(ReadOnlySpan<char> text, int at)
    {
        if ((uint)at >= (uint)text.Length) return CharKind.None;
        CharKind kind = Table[text[at]];
        return kind == CharKind.Half ? OfPair(text, at) : kind;
    }

    /// <summary>Where the run of characters of some kinds ends that starts at a position.</summary>
    public static int EndOfRun(ReadOnlySpan<char> text, int at, CharKind kinds)
    {
        CharKind[] table = Table;
        for (; at < text.Length; at++)
        {
            CharKind kind = table[text[at]];
            if ((kind & kinds) != 0) continue;
            if (kind != CharKind.Half || (OfPair(text, at) & kinds) == 0) return at;
            at++;
        }

        return at;
    }

    /// <summary>How many UTF-16 units the character at a position has.</summary>
    public static int LengthAt(ReadOnlySpan<char> text, int at) => char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;

    /// <summary>\w: letters, marks, digits, letter-like numbers and symbols, connectors and joiners.</summary>
    public static bool IsWord(Rune rune) => rune.Value switch
    {
        0x200C or 0x200D => true,
        >= 0x24B6 and <= 0x24E9 => true, // letters in circles and squares count as alphabetic
        >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189 => true,
        _ => Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation,
    };

    private static CharKind OfPair(ReadOnlySpan<char> text, int at) =>
        Rune.DecodeFromUtf16(text[at..], out Rune rune, out _) == System.Buffers.OperationStatus.Done
            ? Of(Rune.GetUnicodeCategory(rune))
            : CharKind.Other;

    private static CharKind Of(char c) =>
        c is '\r' or '\n' ? CharKind.Newline
        : char.IsWhiteSpace(c) ? CharKind.Space
        : char.IsSurrogate(c) ? CharKind.Half
        : Of(CharUnicodeInfo.GetUnicodeCategory(c));

    private static CharKind Of(UnicodeCategory category) => category switch
    {
        <= UnicodeCategory.OtherLetter => CharKind.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharKind.Number,
        _ => CharKind.Other,
    };
}
