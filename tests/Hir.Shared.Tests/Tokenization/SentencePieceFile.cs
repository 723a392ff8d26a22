using System.Text;

namespace Hir.Shared.Tests.Tokenization;

/// <summary>Writes SentencePiece models by hand, field by field.</summary>
internal static class SentencePieceFile
{
    public const int Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, ByteType = 6;

    /// <summary>A message for a piece.</summary>
    public static byte[] Piece(string text, float score, int type = Normal) =>
        [.. Field(1, Encoding.UTF8.GetBytes(text)), (2 << 3) | 5, .. BitConverter.GetBytes(score), .. Varint(3, type)];

    /// <summary>A field that holds bytes, a text or a message.</summary>
    public static byte[] Field(int number, byte[] content) =>
        [.. Number((ulong)((number << 3) | 2)), .. Number((ulong)content.Length), .. content];

    /// <summary>A field that holds a number.</summary>
    public static byte[] Varint(int number, int value) => [.. Number((ulong)(number << 3)), .. Number((ulong)value)];

    /// <summary>A BPE model with byte fallback as Llama 2 has it: &lt;unk&gt;, &lt;s&gt;, &lt;/s&gt;, 256 bytes, then pieces.</summary>
    public static byte[] Llama(IReadOnlyList<(string Piece, float Score)> pieces)
    {
        using MemoryStream file = new();
        for (int id = 0; id < pieces.Count; id++)
        {
            int type = id == 0 ? Unknown : id < 3 ? Control : id < 259 ? ByteType : Normal;
            file.Write(Field(1, Piece(pieces[id].Piece, pieces[id].Score, type)));
        }

        file.Write(Field(2, [.. Varint(3, 2), .. Varint(35, 1), .. Varint(40, 0), .. Varint(41, 1), .. Varint(42, 2)]));
        file.Write(Field(3, [.. Varint(3, 1), .. Varint(4, 0)]));
        return file.ToArray();
    }

    private static IEnumerable<byte> Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
