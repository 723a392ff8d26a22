using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Numbers of 4 and 8 bytes, little-endian.</summary>
internal sealed class NumberCodec<T> : ValueCodec<T>
    where T : unmanaged, INumber<T>
{
    private static readonly int Size = Unsafe.SizeOf<T>();

    public override int Decode(ReadOnlySpan<byte> input, Span<T> output)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(output);
        if (bytes.Length > input.Length) throw TooShort();
        input[..bytes.Length].CopyTo(bytes);
        return bytes.Length;
    }

    public override void Encode(ReadOnlySpan<T> values, IBufferWriter<byte> output) => output.Write(MemoryMarshal.AsBytes(values));

    public override void SetBounds(ReadOnlySpan<T> values, Statistics statistics)
    {
        bool any = false;
        T min = T.Zero;
        T max = T.Zero;
        foreach (T value in values)
        {
            // A bound that is NaN would make readers drop rows that match.
            if (T.IsNaN(value)) continue;
            if (!any || value < min) min = value;
            if (!any || value > max) max = value;
            any = true;
        }

        if (!any) return;

        // Zeros of both signs lie within the bounds.
        if (T.IsZero(min)) min = -T.Zero;
        if (T.IsZero(max)) max = T.Zero;
        statistics.Min = statistics.MinValue = MemoryMarshal.AsBytes([min]).ToArray();
        statistics.Max = statistics.MaxValue = MemoryMarshal.AsBytes([max]).ToArray();
    }

    public override T FromInt64(long value) => T.CreateTruncating(value);

    public override T FromBytes(ReadOnlySpan<byte> value) =>
        value.Length == Size
            ? MemoryMarshal.Read<T>(value)
            : throw new ParquetException($"A value has {value.Length} bytes instead of {Size}.");
}
