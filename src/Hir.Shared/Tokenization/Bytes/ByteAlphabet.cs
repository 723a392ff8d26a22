namespace Hir.Shared.Tokenization.Bytes;

/// <summary>
/// The alphabet of byte-level vocabularies (GPT-2): one visible character for each byte. Printable Latin-1 stands for itself; the other
/// bytes follow, in order, from U+0100.
/// </summary>
internal static class ByteAlphabet
{
    private const int Size = 0x144;

    private static readonly char[] Chars = MakeChars();
    private static readonly short[] Bytes = MakeBytes();

    /// <summary>The character that stands for a byte.</summary>
    public static char CharOf(byte value) => Chars[value];

    /// <summary>The byte that a character stands for, or -1.</summary>
    public static int ByteOf(char c) => c < Size ? Bytes[c] : -1;

    private static char[] MakeChars()
    {
        char[] chars = new char[256];
        char next = '\u0100';
        for (int value = 0; value < chars.Length; value++)
        {
            bool printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xFF and not 0xAD);
            chars[value] = printable ? (char)value : next++;
        }

        return chars;
    }

    private static short[] MakeBytes()
    {
        short[] bytes = new short[Size];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < 256; value++) bytes[Chars[value]] = (short)value;
        return bytes;
    }
}
