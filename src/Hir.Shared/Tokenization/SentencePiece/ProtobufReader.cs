using System.Buffers.Binary;
using System.Text;

namespace Hir.Shared.Tokenization.SentencePiece;

/// <summary>Walks over the fields of one protobuf message: as much of the wire format as SentencePiece's models need.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Its value, if it is a number of variable length.</summary>
    public long Number { get; private set; }

    /// <summary>Its value, if it is four bytes: a float.</summary>
    public float Float { get; private set; }

    /// <summary>Its value, if it is a text, bytes or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its value as UTF-8 text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="FormatException">The bytes are no protobuf message.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        ulong key = ReadVarint();
        Field = (int)(key >> 3);
        Number = 0;
        Float = 0;
        Bytes = default;
        switch (key & 7)
        {
            case 0:
                Number = unchecked((long)ReadVarint());
                break;
            case 1:
                Take(8);
                break;
            case 2:
                ulong length = ReadVarint();
                Bytes = length <= (ulong)_rest.Length ? Take((int)length) : throw Truncated();
                break;
            case 5:
                Float = BinaryPrimitives.ReadSingleLittleEndian(Take(4));
                break;
            default:
                throw new FormatException($"holds wire type {key & 7}");
        }

        return Field > 0 ? true : throw new FormatException("holds a field without a number");
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new FormatException("holds a number of more than 64 bits");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw Truncated();
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static FormatException Truncated() => new("ends in the middle of a field");
}
