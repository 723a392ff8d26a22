using System.Text;
using Hir.Shared.Tokenization.Bytes;

namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Writes each piece's UTF-8 bytes in the alphabet of byte-level vocabularies.</summary>
internal sealed class ByteAlphabetPreTokenizer : IPreTokenizer
{
    private const int MaxBytesPerChar = 3;

    public void Split(PieceList source, PieceList target)
    {
        for (int i = 0; i < source.Count; i++)
        {
            ReadOnlySpan<char> text = source[i];
            target.Advance(Ascii.IsValid(text)
                ? WriteAscii(text, target.Room(text.Length))
                : Write(text, target.Room(text.Length * MaxBytesPerChar)));
            target.EndPiece(source.IsAtStart(i));
        }
    }

    private static int WriteAscii(ReadOnlySpan<char> text, Span<char> room)
    {
        for (int at = 0; at < text.Length; at++) room[at] = ByteAlphabet.CharOf((byte)text[at]);
        return text.Length;
    }

    private static int Write(ReadOnlySpan<char> text, Span<char> room)
    {
        Span<byte> utf8 = stackalloc byte[4];
        int written = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int bytes = rune.EncodeToUtf8(utf8);
            foreach (byte value in utf8[..bytes]) room[written++] = ByteAlphabet.CharOf(value);
        }

        return written;
    }
}
