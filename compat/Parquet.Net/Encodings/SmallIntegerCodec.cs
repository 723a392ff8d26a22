using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Integers of 1 and 2 bytes, stored as 4 bytes.</summary>
internal sealed class SmallIntegerCodec<T> : ValueCodec<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public override int Decode(ReadOnlySpan<byte> input, Span<T> output)
    {
        if (output.Length > input.Length / sizeof(int)) throw TooShort();
        for (int i = 0; i < output.Length; i++) output[i] = FromInt64(BinaryPrimitives.ReadInt32LittleEndian(input[(i * sizeof(int))..]));
        return output.Length * sizeof(int);
    }

    public override void Encode(ReadOnlySpan<T> values, IBufferWriter<byte> output)
    {
        Span<byte> bytes = output.GetSpan(values.Length * sizeof(int));
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * sizeof(int))..], int.CreateChecked(values[i]));
        }

        output.Advance(values.Length * sizeof(int));
    }

    public override void SetBounds(ReadOnlySpan<T> values, Statistics statistics)
    {
        if (values.IsEmpty) return;
        T min = values[0];
        T max = values[0];
        foreach (T value in values)
        {
            min = T.Min(min, value);
            max = T.Max(max, value);
        }

        statistics.Min = statistics.MinValue = BitConverter.GetBytes(int.CreateChecked(min));
        statistics.Max = statistics.MaxValue = BitConverter.GetBytes(int.CreateChecked(max));
    }

    public override T FromInt64(long value) =>
        value >= long.CreateChecked(T.MinValue) && value <= long.CreateChecked(T.MaxValue)
            ? T.CreateTruncating(value)
            : throw new ParquetException($"The value {value} does not fit a column of type {typeof(T).Name}.");
}
