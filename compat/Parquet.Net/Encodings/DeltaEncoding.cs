namespace Parquet.Encodings;

/// <summary>Reads integers stored as packed differences in blocks, and byte strings whose lengths are.</summary>
internal static class DeltaEncoding
{
    // A miniblock holds a multiple of 32 values; real writers use 32 to a few thousand.
    private const uint LargestBlock = 1 << 20;

    /// <summary>Reads exactly as many integers as the output holds; returns how many bytes they took. Differences wrap around.</summary>
    /// <exception cref="ParquetException">The input ends too early or says another count.</exception>
    public static int DecodeIntegers(ReadOnlySpan<byte> input, Span<long> output)
    {
        int at = 0;
        ulong blockSize = ReadVarint(input, ref at);
        ulong miniblocks = ReadVarint(input, ref at);
        ulong total = ReadVarint(input, ref at);
        long value = ReadZigZag(input, ref at);
        if (total != (ulong)output.Length)
        {
            throw new ParquetException($"A page of differences holds {total} values where {output.Length} are expected.");
        }

        if (blockSize is 0 or > LargestBlock || miniblocks is 0 || miniblocks > blockSize || blockSize % miniblocks != 0
            || blockSize / miniblocks % 8 != 0)
        {
            throw new ParquetException($"A page of differences has blocks of {blockSize} values in {miniblocks} parts.");
        }

        int perMiniblock = (int)(blockSize / miniblocks);
        if (output.IsEmpty) return at;
        output[0] = value;
        int filled = 1;
        while (filled < output.Length)
        {
            long smallest = ReadZigZag(input, ref at);
            if (miniblocks > (ulong)(input.Length - at)) throw TooShort();
            ReadOnlySpan<byte> widths = input.Slice(at, (int)miniblocks);
            at += (int)miniblocks;

            // Miniblocks after the last value are not stored.
            for (int m = 0; m < widths.Length && filled < output.Length; m++)
            {
                int width = widths[m];
                if (width > 64) throw new ParquetException($"A page of differences has numbers of {width} bits.");
                int bytes = perMiniblock / 8 * width;
                int count = Math.Min(perMiniblock, output.Length - filled);
                int needed = (int)(((long)count * width + 7) / 8);
                if (needed > input.Length - at) throw TooShort();
                ReadOnlySpan<byte> packed = input.Slice(at, Math.Min(bytes, input.Length - at));
                for (int i = 0; i < count; i++)
                {
                    value = unchecked(value + smallest + (long)Bits(packed, (long)i * width, width));
                    output[filled++] = value;
                }

                at += packed.Length;
            }
        }

        return at;
    }

    /// <summary>Reads byte strings: their lengths as integers, then all their bytes.</summary>
    public static int DecodeByteArrays<T>(ReadOnlySpan<byte> input, ValueCodec<T> codec, Span<T> output)
    {
        long[] lengths = new long[output.Length];
        int at = DecodeIntegers(input, lengths);
        for (int i = 0; i < lengths.Length; i++)
        {
            output[i] = codec.FromBytes(Take(input, ref at, lengths[i]));
        }

        return at;
    }

    /// <summary>Reads byte strings of which each begins with a part of the one before.</summary>
    /// <param name="input">The page.</param>
    /// <param name="codec">Makes values of bytes.</param>
    /// <param name="output">A place for each value.</param>
    /// <param name="room">How many bytes the values may have together; less by theirs afterwards.</param>
    public static void DecodePrefixedByteArrays<T>(ReadOnlySpan<byte> input, ValueCodec<T> codec, Span<T> output, ref long room)
    {
        long[] prefixes = new long[output.Length];
        long[] suffixes = new long[output.Length];
        int at = DecodeIntegers(input, prefixes);
        at += DecodeIntegers(input[at..], suffixes);
        byte[] previous = [];
        for (int i = 0; i < output.Length; i++)
        {
            if (prefixes[i] < 0 || prefixes[i] > previous.Length)
            {
                throw new ParquetException("A value shares more bytes with the one before than that has.");
            }

            room -= prefixes[i] + suffixes[i];
            if (room < 0) throw new ParquetException("Values that share their bytes with the ones before are too long together.");
            ReadOnlySpan<byte> suffix = Take(input, ref at, suffixes[i]);
            byte[] value = [.. previous.AsSpan(0, (int)prefixes[i]), .. suffix];
            output[i] = codec.FromBytes(value);
            previous = value;
        }
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> input, ref int at, long length)
    {
        if (length < 0 || length > input.Length - at) throw TooShort();
        ReadOnlySpan<byte> bytes = input.Slice(at, (int)length);
        at += (int)length;
        return bytes;
    }

    private static ulong Bits(ReadOnlySpan<byte> packed, long from, int width)
    {
        ulong value = 0;
        int have = 0;
        int at = (int)(from >> 3);
        int skip = (int)(from & 7);
        while (have < width)
        {
            value |= (ulong)(packed[at++] >> skip) << have;
            have += 8 - skip;
            skip = 0;
        }

        return width == 64 ? value : value & ((1UL << width) - 1);
    }

    private static long ReadZigZag(ReadOnlySpan<byte> input, ref int at)
    {
        ulong value = ReadVarint(input, ref at);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> input, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (at >= input.Length) throw TooShort();
            byte part = input[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw new ParquetException("A page of differences holds a number that does not end.");
    }

    private static ParquetException TooShort() => new("A page of differences ends before all its values were read.");
}
