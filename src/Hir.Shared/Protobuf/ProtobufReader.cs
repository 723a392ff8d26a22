using System.Buffers.Binary;
using System.Text;

namespace Hir.Shared.Protobuf;

/// <summary>
/// Walks over the fields of one protobuf message. Its bytes are held to the wire format strictly; which fields may come, how often and in
/// what order is for who asks.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = message;
    private long _number;
    private float _float;
    private ReadOnlySpan<byte> _bytes;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>How its value is written.</summary>
    public WireType Type { get; private set; }

    /// <summary>Its value as a whole number.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public readonly long Number => Type == WireType.Varint ? _number : throw Unexpected("a number");

    /// <summary>Its value as a float.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public readonly float Float => Type == WireType.FourBytes ? _float : throw Unexpected("a float");

    /// <summary>Its value as bytes or a message.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public readonly ReadOnlySpan<byte> Bytes => Type == WireType.Length ? _bytes : throw Unexpected("bytes");

    /// <summary>Its value as text.</summary>
    /// <exception cref="FormatException">It is something else, or no UTF-8.</exception>
    public readonly string Text
    {
        get
        {
            try
            {
                return StrictUtf8.GetString(Bytes);
            }
            catch (DecoderFallbackException e)
            {
                throw new FormatException($"field {Field} holds text that is not UTF-8", e);
            }
        }
    }

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="FormatException">The bytes are no protobuf message.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        ulong key = Varint();
        if (key > uint.MaxValue || key >> 3 == 0) throw new FormatException("it holds a field without a proper number");
        Field = (int)(key >> 3);
        Type = (WireType)(key & 7);
        switch (Type)
        {
            case WireType.Varint:
                _number = unchecked((long)Varint());
                break;
            case WireType.EightBytes:
                Take(8);
                break;
            case WireType.Length:
                ulong length = Varint();
                _bytes = length <= (ulong)_rest.Length ? Take((int)length) : throw Truncated();
                break;
            case WireType.FourBytes:
                _float = BinaryPrimitives.ReadSingleLittleEndian(Take(4));
                break;
            default:
                throw new FormatException($"field {Field} has wire type {key & 7}");
        }

        return true;
    }

    /// <summary>The value as whole numbers: one, or a packed list.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public readonly void AddNumbers(List<long> numbers)
    {
        if (Type == WireType.Varint)
        {
            numbers.Add(_number);
            return;
        }

        ProtobufReader packed = new(Bytes);
        while (!packed._rest.IsEmpty) numbers.Add(unchecked((long)packed.Varint()));
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            if (shift == 63 && next > 1) break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new FormatException("it holds a number of more than 64 bits");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw Truncated();
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private readonly FormatException Unexpected(string wanted) => new($"field {Field} does not hold {wanted}");

    private static FormatException Truncated() => new("it ends in the middle of a field");
}
