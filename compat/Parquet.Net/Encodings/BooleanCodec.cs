using System.Buffers;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Truth values, eight a byte, the lowest bit first.</summary>
internal sealed class BooleanCodec : ValueCodec<bool>
{
    public override int Decode(ReadOnlySpan<byte> input, Span<bool> output)
    {
        int bytes = (int)(((long)output.Length + 7) / 8);
        if (bytes > input.Length) throw TooShort();
        for (int i = 0; i < output.Length; i++) output[i] = ((input[i >> 3] >> (i & 7)) & 1) != 0;
        return bytes;
    }

    public override void Encode(ReadOnlySpan<bool> values, IBufferWriter<byte> output)
    {
        int length = (values.Length + 7) / 8;
        if (length == 0) return;
        Span<byte> bytes = output.GetSpan(length)[..length];
        bytes.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i]) bytes[i >> 3] |= (byte)(1 << (i & 7));
        }

        output.Advance(length);
    }

    public override void SetBounds(ReadOnlySpan<bool> values, Statistics statistics)
    {
        // Bounds of truth values help no reader.
    }

    public override bool FromInt64(long value) => value != 0;
}
