using Parquet.Encodings;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Data;

/// <summary>What a row group says of a column, as far as it says it.</summary>
public class DataColumnStatistics
{
    public DataColumnStatistics()
    {
    }

    public DataColumnStatistics(long? nullCount, long? distinctCount, object? minValue, object? maxValue)
    {
        NullCount = nullCount;
        DistinctCount = distinctCount;
        MinValue = minValue;
        MaxValue = maxValue;
    }

    public long? NullCount { get; }

    public long? DistinctCount { get; }

    public object? MinValue { get; }

    public object? MaxValue { get; }

    internal static DataColumnStatistics From(Statistics statistics, DataField field) => new(
        statistics.NullCount,
        statistics.DistinctCount,
        Value(statistics.MinValue ?? statistics.Min, field),
        Value(statistics.MaxValue ?? statistics.Max, field));

    // A bound that is not of the column's type says nothing.
    private static object? Value(byte[]? bound, DataField field)
    {
        if (bound is null || field.Storage is not { } storage) return null;
        return storage.Physical switch
        {
            Meta.Type.INT32 when bound.Length == sizeof(int) => Convert(BitConverter.ToInt32(bound), storage.ClrType),
            Meta.Type.INT64 when bound.Length == sizeof(long) =>
                storage.ClrType == typeof(ulong) ? BitConverter.ToUInt64(bound) : BitConverter.ToInt64(bound),
            Meta.Type.FLOAT when bound.Length == sizeof(float) => BitConverter.ToSingle(bound),
            Meta.Type.DOUBLE when bound.Length == sizeof(double) => BitConverter.ToDouble(bound),
            Meta.Type.BYTE_ARRAY when storage.IsString => ValueCodec.Of<string>().FromBytes(bound),
            Meta.Type.BYTE_ARRAY => bound,
            _ => null,
        };
    }

    private static object? Convert(int value, System.Type type) => type switch
    {
        _ when type == typeof(int) => value,
        _ when type == typeof(uint) => (uint)value,
        _ when type == typeof(byte) => (byte)value,
        _ when type == typeof(sbyte) => (sbyte)value,
        _ when type == typeof(short) => (short)value,
        _ when type == typeof(ushort) => (ushort)value,
        _ => null,
    };
}
