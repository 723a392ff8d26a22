using System.Buffers;
using System.Numerics;

namespace Parquet.Encodings;

/// <summary>
/// The hybrid of run lengths and bit packing that levels and dictionary indices are stored in. A run begins with a varint: even, twice the
/// count of a repeated value; odd, twice the count of groups of eight packed values, plus one.
/// </summary>
internal static class LevelEncoding
{
    private const int ShortestRun = 8;

    public static int BitWidth(int max) => 32 - BitOperations.LeadingZeroCount((uint)max);

    /// <summary>Writes the values; the last packed group is filled up with zeros.</summary>
    public static void Encode(ReadOnlySpan<int> values, int bitWidth, IBufferWriter<byte> output)
    {
        int packedFrom = 0;
        int at = 0;
        while (at < values.Length)
        {
            int run = RunAt(values[at..]);

            // A run may only begin where the packed values before it fill their groups of eight.
            int missing = (8 - (at - packedFrom) % 8) % 8;
            if (run - missing < ShortestRun)
            {
                at += run;
                continue;
            }

            at += missing;
            run -= missing;
            WritePacked(values[packedFrom..at], bitWidth, output);
            WriteVarint((uint)run << 1, output);
            WriteLittleEndian((uint)values[at], (bitWidth + 7) / 8, output);
            at += run;
            packedFrom = at;
        }

        WritePacked(values[packedFrom..], bitWidth, output);
    }

    /// <summary>Reads exactly as many values as the output holds; returns how many bytes they took.</summary>
    /// <exception cref="ParquetException">The input ends too early.</exception>
    public static int Decode(ReadOnlySpan<byte> input, int bitWidth, Span<int> output)
    {
        if (bitWidth is < 0 or > 32) throw new ParquetException($"A page says that its levels or indices have {bitWidth} bits.");
        int at = 0;
        int filled = 0;
        while (filled < output.Length)
        {
            uint head = ReadVarint(input, ref at);
            if ((head & 1) == 0)
            {
                int bytes = (bitWidth + 7) / 8;
                if (bytes > input.Length - at) throw TooShort();
                uint value = 0;
                for (int i = 0; i < bytes; i++) value |= (uint)input[at++] << (8 * i);
                int count = (int)Math.Min(head >> 1, (uint)(output.Length - filled));
                output.Slice(filled, count).Fill((int)value);
                filled += count;
            }
            else
            {
                long groups = head >> 1;
                int count = (int)Math.Min(groups * 8, output.Length - filled);

                // Some writers leave out the bytes of the padding at the very end.
                long needed = ((long)count * bitWidth + 7) / 8;
                if (needed > input.Length - at) throw TooShort();
                Unpack(input[at..], bitWidth, output.Slice(filled, count));
                at = (int)Math.Min(at + groups * bitWidth, input.Length);
                filled += count;
            }
        }

        return at;
    }

    private static int RunAt(ReadOnlySpan<int> values)
    {
        int end = values.IndexOfAnyExcept(values[0]);
        return end < 0 ? values.Length : end;
    }

    private static void WritePacked(ReadOnlySpan<int> values, int bitWidth, IBufferWriter<byte> output)
    {
        if (values.IsEmpty) return;
        int groups = (values.Length + 7) / 8;
        WriteVarint(((uint)groups << 1) | 1, output);
        Span<byte> bytes = output.GetSpan(groups * bitWidth)[..(groups * bitWidth)];
        bytes.Clear();
        int bit = 0;
        foreach (int value in values)
        {
            for (int b = 0; b < bitWidth; b++, bit++) bytes[bit >> 3] |= (byte)(((value >> b) & 1) << (bit & 7));
        }

        output.Advance(bytes.Length);
    }

    private static void Unpack(ReadOnlySpan<byte> input, int bitWidth, Span<int> output)
    {
        ulong buffer = 0;
        int bits = 0;
        int at = 0;
        ulong mask = (1UL << bitWidth) - 1;
        for (int i = 0; i < output.Length; i++)
        {
            for (; bits < bitWidth; bits += 8) buffer |= (ulong)input[at++] << bits;
            output[i] = (int)(buffer & mask);
            buffer >>= bitWidth;
            bits -= bitWidth;
        }
    }

    private static void WriteVarint(uint value, IBufferWriter<byte> output)
    {
        Span<byte> bytes = output.GetSpan(5);
        int length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        output.Advance(length);
    }

    private static void WriteLittleEndian(uint value, int count, IBufferWriter<byte> output)
    {
        Span<byte> bytes = output.GetSpan(4);
        for (int i = 0; i < count; i++) bytes[i] = (byte)(value >> (8 * i));
        output.Advance(count);
    }

    private static uint ReadVarint(ReadOnlySpan<byte> input, ref int at)
    {
        uint value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            if (at >= input.Length) throw TooShort();
            byte part = input[at++];
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw new ParquetException("A page holds a run length that does not end.");
    }

    private static ParquetException TooShort() => new("A page ends before all its levels or indices were read.");
}
