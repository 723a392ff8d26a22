namespace Parquet.Compression;

/// <summary>Snappy's raw format back to bytes; anything that does not fit ends in a <see cref="ParquetException"/>.</summary>
internal static class SnappyDecompressor
{
    // The longest copy, 64 bytes, takes three bytes of input: no valid input grows more.
    private const int LargestGrowth = 22;

    /// <param name="input">The compressed bytes.</param>
    /// <param name="size">How many bytes they must give.</param>
    public static byte[] Decompress(ReadOnlySpan<byte> input, int size)
    {
        int at = 0;
        ulong declared = ReadLength(input, ref at);
        if (declared != (ulong)size) throw Corrupt($"says {declared} bytes where the page says {size}");
        if ((long)size > (long)input.Length * LargestGrowth) throw Corrupt($"cannot hold {size} bytes");

        byte[] output = new byte[size];
        int length = 0;
        while (at < input.Length)
        {
            int tag = input[at++];
            if ((tag & 3) == 0)
            {
                long count = ReadLiteralLength(input, ref at, tag >> 2);
                if (count > input.Length - at || count > size - length) throw Corrupt("holds a literal that is too long");
                input.Slice(at, (int)count).CopyTo(output.AsSpan(length));
                at += (int)count;
                length += (int)count;
            }
            else
            {
                int count;
                long distance;
                if ((tag & 3) == 1)
                {
                    count = 4 + ((tag >> 2) & 7);
                    distance = ((tag >> 5) << 8) + ReadNumber(input, ref at, 1);
                }
                else
                {
                    count = 1 + (tag >> 2);
                    distance = ReadNumber(input, ref at, (tag & 3) == 2 ? 2 : 4);
                }

                if (distance == 0 || distance > length || count > size - length) throw Corrupt("holds a copy from outside");
                Copy(output, length, (int)distance, count);
                length += count;
            }
        }

        return length == size ? output : throw Corrupt($"gives {length} bytes of {size}");
    }

    // Source and destination may overlap: then what was just written is repeated.
    private static void Copy(byte[] output, int to, int distance, int count)
    {
        int from = to - distance;
        while (count > 0)
        {
            int part = Math.Min(count, to - from);
            output.AsSpan(from, part).CopyTo(output.AsSpan(to));
            to += part;
            count -= part;
        }
    }

    private static long ReadLiteralLength(ReadOnlySpan<byte> input, ref int at, int code) =>
        code < 60 ? code + 1 : ReadNumber(input, ref at, code - 59) + 1;

    private static long ReadNumber(ReadOnlySpan<byte> input, ref int at, int bytes)
    {
        if (bytes > input.Length - at) throw Corrupt("ends too early");
        long value = 0;
        for (int i = 0; i < bytes; i++) value |= (long)input[at++] << (8 * i);
        return value;
    }

    private static ulong ReadLength(ReadOnlySpan<byte> input, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            if (at >= input.Length) throw Corrupt("ends too early");
            byte part = input[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw Corrupt("has no valid length");
    }

    private static ParquetException Corrupt(string what) => new($"A snappy page is corrupt: it {what}.");
}
