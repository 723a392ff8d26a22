using System.Buffers.Binary;

namespace Hir.Testing.Fuzz;

/// <summary>Changes that know nothing of the format.</summary>
internal static class ByteMutations
{
    private static readonly long[] Numbers =
    [
        0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32,
        long.MaxValue,
        long.MinValue, 1L << 53, 1_000_000, 1 << 24, 1 << 30,
    ];

    public static long Number(Random random) =>
        random.Next(4) == 0 ? random.NextInt64() >> random.Next(64) : Numbers[random.Next(Numbers.Length)];

    public static byte[] FlipBit(Random random, byte[] input, byte[] other) =>
        Changed(random, input, (at, copy) => copy[at] ^= (byte)(1 << random.Next(8)));

    public static byte[] SetByte(Random random, byte[] input, byte[] other) =>
        Changed(random, input, (at, copy) => copy[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)Number(random));

    public static byte[] SetNumber(Random random, byte[] input, byte[] other)
    {
        byte[] number = new byte[8];
        if (random.Next(4) > 0) BinaryPrimitives.WriteInt64LittleEndian(number, Number(random));
        else BinaryPrimitives.WriteInt64BigEndian(number, Number(random));
        return Overwritten(random, input, number[..(1 << random.Next(4))]);
    }

    public static byte[] SetVarint(Random random, byte[] input, byte[] other)
    {
        List<byte> bytes = [];
        ulong value = (ulong)Number(random);
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return random.Next(2) == 0 ? Overwritten(random, input, [.. bytes]) : Inserted(input, Place(random, input), [.. bytes], drop: 1);
    }

    public static byte[] Insert(Random random, byte[] input, byte[] other)
    {
        byte[] bytes = new byte[random.Next(1, 17)];
        if (random.Next(2) == 0) random.NextBytes(bytes);
        else Array.Fill(bytes, (byte)Number(random));
        return Inserted(input, Place(random, input), bytes);
    }

    public static byte[] Delete(Random random, byte[] input, byte[] other)
    {
        (int at, int count) = Piece(random, input);
        return [.. input.AsSpan(0, at), .. input.AsSpan(at + count)];
    }

    public static byte[] Repeat(Random random, byte[] input, byte[] other)
    {
        (int at, int count) = Piece(random, input);
        byte[] piece = input[at..(at + count)];
        for (int i = random.Next(1, 5); i > 0; i--) input = Inserted(input, at, piece);
        return input;
    }

    public static byte[] Truncate(Random random, byte[] input, byte[] other) => input[..Place(random, input)];

    public static byte[] Splice(Random random, byte[] input, byte[] other)
    {
        (int at, int count) = Piece(random, other);
        int to = Place(random, input);
        return random.Next(3) == 0
            ? [.. input.AsSpan(0, to), .. other.AsSpan(Math.Min(to, other.Length))]
            : Inserted(input, to, other[at..(at + count)]);
    }

    public static byte[] Inserted(byte[] input, int at, ReadOnlySpan<byte> bytes, int drop = 0) =>
        [.. input.AsSpan(0, at), .. bytes, .. input.AsSpan(Math.Min(input.Length, at + drop))];

    private static byte[] Changed(Random random, byte[] input, Action<int, byte[]> change)
    {
        byte[] copy = [.. input];
        if (copy.Length > 0) change(random.Next(copy.Length), copy);
        return copy;
    }

    private static byte[] Overwritten(Random random, byte[] input, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = [.. input];
        int at = Place(random, input);
        bytes[..Math.Min(bytes.Length, copy.Length - at)].CopyTo(copy.AsSpan(at));
        return copy;
    }

    // Headers stand at the beginning and footers at the end: both are visited more often than the bytes between.
    private static int Place(Random random, byte[] input) => random.Next(4) switch
    {
        0 => random.Next(Math.Min(input.Length, 256) + 1),
        1 => input.Length - random.Next(Math.Min(input.Length, 256) + 1),
        _ => random.Next(input.Length + 1),
    };

    private static (int At, int Count) Piece(Random random, byte[] input)
    {
        int at = Place(random, input);
        int most = random.Next(4) == 0 ? input.Length - at : Math.Min(input.Length - at, 64);
        return (at, random.Next(most + 1));
    }
}
