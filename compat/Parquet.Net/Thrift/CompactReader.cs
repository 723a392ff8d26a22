using System.Text;

namespace Parquet.Thrift;

/// <summary>
/// Reads structs in the Thrift compact protocol. Every length is checked against the bytes that are left, so that a corrupt input ends in a
/// <see cref="ParquetException"/> before anything is allocated for it.
/// </summary>
internal ref struct CompactReader(ReadOnlySpan<byte> input)
{
    private const int DeepestNesting = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _input = input;
    private int _depth;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>Enters a struct; returns the state that <see cref="NextField"/> keeps for it.</summary>
    public int BeginStruct()
    {
        if (++_depth > DeepestNesting) throw new ParquetException("The metadata nests too deeply.");
        return 0;
    }

    /// <summary>The type of the struct's next field, or false at its end.</summary>
    /// <param name="field">The id of the field before; becomes that of this one.</param>
    /// <param name="type">The field's type.</param>
    public bool NextField(ref int field, out CompactType type)
    {
        byte head = Byte();
        type = (CompactType)(head & 0x0F);
        if (type == CompactType.Stop)
        {
            _depth--;
            return false;
        }

        int step = head >> 4;
        field = step == 0 ? I16() : field + step;
        return true;
    }

    public static bool Bool(CompactType type) => type switch
    {
        CompactType.True => true,
        CompactType.False => false,
        _ => throw Mismatch(type),
    };

    public short I16() => Narrow(ZigZag());

    public int I32(CompactType type)
    {
        if (type != CompactType.I32) throw Mismatch(type);
        return I32();
    }

    public int I32()
    {
        long value = ZigZag();
        return value == (int)value ? (int)value : throw new ParquetException($"The metadata holds {value} where a 32-bit number belongs.");
    }

    public long I64(CompactType type) => type == CompactType.I64 ? ZigZag() : throw Mismatch(type);

    public short I16(CompactType type) => type == CompactType.I16 ? I16() : throw Mismatch(type);

    public sbyte I8(CompactType type) => type == CompactType.Byte ? (sbyte)Byte() : throw Mismatch(type);

    public ReadOnlySpan<byte> Binary(CompactType type) => type == CompactType.Binary ? Binary() : throw Mismatch(type);

    public ReadOnlySpan<byte> Binary()
    {
        ulong length = Varint();
        if (length > (ulong)(_input.Length - Position)) throw TooShort();
        ReadOnlySpan<byte> bytes = _input.Slice(Position, (int)length);
        Position += (int)length;
        return bytes;
    }

    public string String(CompactType type) => type == CompactType.Binary ? String() : throw Mismatch(type);

    public string String()
    {
        ReadOnlySpan<byte> bytes = Binary();
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new ParquetException("The metadata holds text that is not UTF-8.", e);
        }
    }

    /// <summary>Begins a list whose elements must be of a type; returns their count, each of which takes a byte at least.</summary>
    public int BeginList(CompactType type, CompactType element)
    {
        if (type != CompactType.List) throw Mismatch(type);
        int count = ListHeader(out CompactType found);
        if (count > 0 && found != element) throw Mismatch(found);
        return count;
    }

    /// <summary>Passes over a value of any type.</summary>
    public void Skip(CompactType type)
    {
        switch (type)
        {
            case CompactType.True or CompactType.False:
                break;
            case CompactType.Byte:
                Byte();
                break;
            case CompactType.I16 or CompactType.I32 or CompactType.I64:
                Varint();
                break;
            case CompactType.Double:
                Advance(8);
                break;
            case CompactType.Binary:
                Binary();
                break;
            case CompactType.List or CompactType.Set:
                SkipList();
                break;
            case CompactType.Map:
                SkipMap();
                break;
            case CompactType.Struct:
                int field = BeginStruct();
                while (NextField(ref field, out CompactType inner)) Skip(inner);
                break;
            default:
                throw Mismatch(type);
        }
    }

    private static short Narrow(long value) =>
        value == (short)value ? (short)value : throw new ParquetException($"The metadata holds {value} where a 16-bit number belongs.");

    private void SkipList()
    {
        int count = ListHeader(out CompactType element);
        Nested();
        for (int i = 0; i < count; i++) SkipElement(element);
        _depth--;
    }

    private void SkipMap()
    {
        ulong count = Varint();
        if (count == 0) return;
        byte types = Byte();
        if (count > (ulong)(_input.Length - Position)) throw TooShort();
        Nested();
        for (ulong i = 0; i < count; i++)
        {
            SkipElement((CompactType)(types >> 4));
            SkipElement((CompactType)(types & 0x0F));
        }

        _depth--;
    }

    // In a list or a map a truth value takes a byte; as a field it has none.
    private void SkipElement(CompactType type)
    {
        if (type is CompactType.True or CompactType.False) Byte();
        else Skip(type);
    }

    private void Nested()
    {
        if (++_depth > DeepestNesting) throw new ParquetException("The metadata nests too deeply.");
    }

    private int ListHeader(out CompactType element)
    {
        byte head = Byte();
        element = (CompactType)(head & 0x0F);
        ulong count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        if (count > (ulong)(_input.Length - Position)) throw TooShort();
        return (int)count;
    }

    private long ZigZag()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw new ParquetException("The metadata holds a number that does not end.");
    }

    private byte Byte()
    {
        if (Position >= _input.Length) throw TooShort();
        return _input[Position++];
    }

    private void Advance(int count)
    {
        if (count > _input.Length - Position) throw TooShort();
        Position += count;
    }

    private static ParquetException TooShort() => new("The metadata ends too early: the file is truncated or corrupt.");

    private static ParquetException Mismatch(CompactType type) => new($"The metadata holds a field of an unexpected type ({(int)type}).");
}
