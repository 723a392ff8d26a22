using System.Buffers.Binary;
using System.Numerics;

namespace Parquet.Compression;

/// <summary>
/// Snappy's raw format: the length, then literals and copies of what was already written. Matches are found through a table of the last
/// position of each 4-byte sequence (by hash); input is taken in blocks of 64 KiB, so that every distance fits two bytes.
/// </summary>
internal static class SnappyCompressor
{
    private const int BlockSize = 1 << 16;
    private const int HashBits = 14;
    private const int MinMatch = 4;

    public static byte[] Compress(ReadOnlySpan<byte> input)
    {
        // A literal of 60 bytes or more costs up to three bytes of header per block piece; a block is one literal at worst.
        byte[] output = new byte[5 + input.Length + ((input.Length / BlockSize) + 1) * 8 + input.Length / 6];
        int length = WriteLength(output, (uint)input.Length);
        ushort[] table = new ushort[1 << HashBits];
        for (int start = 0; start < input.Length; start += BlockSize)
        {
            ReadOnlySpan<byte> block = input.Slice(start, Math.Min(BlockSize, input.Length - start));
            Array.Clear(table);
            length = CompressBlock(block, table, output, length);
        }

        return output[..length];
    }

    private static int CompressBlock(ReadOnlySpan<byte> block, ushort[] table, byte[] output, int length)
    {
        int literal = 0;
        int at = 1;
        int misses = 0;
        while (at + MinMatch <= block.Length)
        {
            uint here = BinaryPrimitives.ReadUInt32LittleEndian(block[at..]);
            uint hash = (here * 0x9E3779B1u) >> (32 - HashBits);
            int candidate = table[hash];
            table[hash] = (ushort)at;
            if (candidate >= at || BinaryPrimitives.ReadUInt32LittleEndian(block[candidate..]) != here)
            {
                // Where nothing repeats, look less and less often.
                at += 1 + (misses++ >> 5);
                continue;
            }

            misses = 0;
            int match = MinMatch + block[(at + MinMatch)..].CommonPrefixLength(block[(candidate + MinMatch)..]);
            length = WriteLiteral(block[literal..at], output, length);
            length = WriteCopy(at - candidate, match, output, length);
            at += match;
            literal = at;
        }

        return WriteLiteral(block[literal..], output, length);
    }

    private static int WriteLiteral(ReadOnlySpan<byte> bytes, byte[] output, int length)
    {
        if (bytes.IsEmpty) return length;
        int n = bytes.Length - 1;
        if (n < 60)
        {
            output[length++] = (byte)(n << 2);
        }
        else
        {
            int sizeBytes = (32 - BitOperations.LeadingZeroCount((uint)n) + 7) / 8;
            output[length++] = (byte)((59 + sizeBytes) << 2);
            for (int i = 0; i < sizeBytes; i++) output[length++] = (byte)(n >> (8 * i));
        }

        bytes.CopyTo(output.AsSpan(length));
        return length + bytes.Length;
    }

    private static int WriteCopy(int distance, int count, byte[] output, int length)
    {
        while (count > 0)
        {
            if (count is >= 4 and <= 11 && distance < 2048)
            {
                output[length++] = (byte)(1 | ((count - 4) << 2) | ((distance >> 8) << 5));
                output[length++] = (byte)distance;
                return length;
            }

            // At most 64 a copy; what is left of a long one stays at 4 or more, where the short form may serve.
            int part = count <= 64 ? count : count < 68 ? 60 : 64;
            output[length++] = (byte)(2 | ((part - 1) << 2));
            output[length++] = (byte)distance;
            output[length++] = (byte)(distance >> 8);
            count -= part;
        }

        return length;
    }

    private static int WriteLength(byte[] output, uint value)
    {
        int length = 0;
        for (; value >= 0x80; value >>= 7) output[length++] = (byte)(value | 0x80);
        output[length++] = (byte)value;
        return length;
    }
}
