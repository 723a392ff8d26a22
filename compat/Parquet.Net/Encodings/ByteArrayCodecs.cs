using System.Buffers;
using System.Buffers.Binary;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Byte strings: a length of 4 bytes, then the bytes.</summary>
internal abstract class VariableLengthCodec<T> : ValueCodec<T>
{
    // Longer bounds would make the footer grow with the texts.
    private const int LongestBound = 256;

    public sealed override int Decode(ReadOnlySpan<byte> input, Span<T> output)
    {
        int at = 0;
        for (int i = 0; i < output.Length; i++)
        {
            if (input.Length - at < sizeof(int)) throw TooShort();
            int length = BinaryPrimitives.ReadInt32LittleEndian(input[at..]);
            at += sizeof(int);
            if (length < 0 || length > input.Length - at) throw TooShort();
            output[i] = FromBytes(input.Slice(at, length));
            at += length;
        }

        return at;
    }

    public sealed override void Encode(ReadOnlySpan<T> values, IBufferWriter<byte> output)
    {
        foreach (T value in values)
        {
            int length = Length(value);
            Span<byte> bytes = output.GetSpan(sizeof(int) + length);
            BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
            Write(value, bytes.Slice(sizeof(int), length));
            output.Advance(sizeof(int) + length);
        }
    }

    // Bounds are in the order of unsigned bytes, which for UTF-8 is the order of code points: not that of .NET strings.
    public sealed override void SetBounds(ReadOnlySpan<T> values, Statistics statistics)
    {
        if (values.IsEmpty) return;
        byte[]? min = null;
        byte[]? max = null;
        byte[] buffer = new byte[LongestBound];
        foreach (T value in values)
        {
            int length = Length(value);
            if (length > buffer.Length) buffer = new byte[Math.Max(length, 2 * buffer.Length)];
            Span<byte> bytes = buffer.AsSpan(0, length);
            Write(value, bytes);
            if (min is null || bytes.SequenceCompareTo(min) < 0) min = bytes.ToArray();
            if (max is null || bytes.SequenceCompareTo(max) > 0) max = bytes.ToArray();
        }

        if (min!.Length > LongestBound || max!.Length > LongestBound) return;
        statistics.MinValue = min;
        statistics.MaxValue = max;
    }

    protected abstract int Length(T value);

    protected abstract void Write(T value, Span<byte> to);
}

/// <summary>Text as UTF-8.</summary>
internal sealed class StringCodec : VariableLengthCodec<string>
{
    public override string FromBytes(ReadOnlySpan<byte> value) => System.Text.Encoding.UTF8.GetString(value);

    protected override int Length(string value) => System.Text.Encoding.UTF8.GetByteCount(value);

    protected override void Write(string value, Span<byte> to) => System.Text.Encoding.UTF8.GetBytes(value, to);
}

/// <summary>Text as UTF-8, for callers that hold it in pieces of memory.</summary>
internal sealed class CharactersCodec : VariableLengthCodec<ReadOnlyMemory<char>>
{
    public override ReadOnlyMemory<char> FromBytes(ReadOnlySpan<byte> value) => System.Text.Encoding.UTF8.GetString(value).AsMemory();

    protected override int Length(ReadOnlyMemory<char> value) => System.Text.Encoding.UTF8.GetByteCount(value.Span);

    protected override void Write(ReadOnlyMemory<char> value, Span<byte> to) => System.Text.Encoding.UTF8.GetBytes(value.Span, to);
}

/// <summary>Bytes.</summary>
internal sealed class ByteArrayCodec : VariableLengthCodec<byte[]>
{
    public override byte[] FromBytes(ReadOnlySpan<byte> value) => value.ToArray();

    protected override int Length(byte[] value) => value.Length;

    protected override void Write(byte[] value, Span<byte> to) => value.CopyTo(to);
}

/// <summary>Bytes, for callers that hold them in pieces of memory.</summary>
internal sealed class BytesCodec : VariableLengthCodec<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> FromBytes(ReadOnlySpan<byte> value) => value.ToArray();

    protected override int Length(ReadOnlyMemory<byte> value) => value.Length;

    protected override void Write(ReadOnlyMemory<byte> value, Span<byte> to) => value.Span.CopyTo(to);
}
