using System.Buffers;

namespace Parquet.Thrift;

/// <summary>Writes structs in the Thrift compact protocol. Field ids of a struct must grow.</summary>
internal sealed class CompactWriter
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Stack<int> _outer = new();
    private int _lastField;

    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    /// <summary>Begins a struct that is an element of a list or the root.</summary>
    public void BeginStruct()
    {
        _outer.Push(_lastField);
        _lastField = 0;
    }

    /// <summary>Begins a struct that is a field.</summary>
    public void BeginStruct(int field)
    {
        Header(field, CompactType.Struct);
        BeginStruct();
    }

    public void EndStruct()
    {
        Byte((byte)CompactType.Stop);
        _lastField = _outer.Pop();
    }

    /// <summary>A field that is an empty struct.</summary>
    public void EmptyStruct(int field)
    {
        BeginStruct(field);
        EndStruct();
    }

    public void Bool(int field, bool value) => Header(field, value ? CompactType.True : CompactType.False);

    public void I8(int field, sbyte value)
    {
        Header(field, CompactType.Byte);
        Byte((byte)value);
    }

    public void I16(int field, short value)
    {
        Header(field, CompactType.I16);
        ZigZag(value);
    }

    public void I32(int field, int value)
    {
        Header(field, CompactType.I32);
        ZigZag(value);
    }

    public void I64(int field, long value)
    {
        Header(field, CompactType.I64);
        ZigZag(value);
    }

    public void Binary(int field, ReadOnlySpan<byte> value)
    {
        Header(field, CompactType.Binary);
        Bytes(value);
    }

    public void String(int field, string value) => Binary(field, System.Text.Encoding.UTF8.GetBytes(value));

    public void BeginList(int field, CompactType element, int count)
    {
        Header(field, CompactType.List);
        if (count < 15)
        {
            Byte((byte)((count << 4) | (int)element));
        }
        else
        {
            Byte((byte)(0xF0 | (int)element));
            Varint((ulong)count);
        }
    }

    /// <summary>An element of a list of numbers.</summary>
    public void Element(int value) => ZigZag(value);

    /// <summary>An element of a list of strings.</summary>
    public void Element(string value) => Bytes(System.Text.Encoding.UTF8.GetBytes(value));

    private void Header(int field, CompactType type)
    {
        int step = field - _lastField;
        if (step is > 0 and < 16)
        {
            Byte((byte)((step << 4) | (int)type));
        }
        else
        {
            Byte((byte)type);
            ZigZag(field);
        }

        _lastField = field;
    }

    private void Bytes(ReadOnlySpan<byte> value)
    {
        Varint((ulong)value.Length);
        _output.Write(value);
    }

    private void ZigZag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }
}
