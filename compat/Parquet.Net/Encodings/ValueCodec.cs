using System.Buffers;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Values of one CLR type to PLAIN bytes and back.</summary>
internal abstract class ValueCodec<T>
{
    /// <summary>Reads exactly as many values as the output holds; returns how many bytes they took.</summary>
    /// <exception cref="ParquetException">The input ends too early.</exception>
    public abstract int Decode(ReadOnlySpan<byte> input, Span<T> output);

    public abstract void Encode(ReadOnlySpan<T> values, IBufferWriter<byte> output);

    /// <summary>Sets the smallest and the largest value, where they say something.</summary>
    public abstract void SetBounds(ReadOnlySpan<T> values, Statistics statistics);

    /// <summary>A value from a whole page of small integers, or from pieces of text: what encodings other than PLAIN give.</summary>
    public virtual T FromInt64(long value) => throw Unfit("integers");

    public virtual T FromBytes(ReadOnlySpan<byte> value) => throw Unfit("bytes");

    protected static ParquetException TooShort() => new("A page ends before all its values were read.");

    private static ParquetException Unfit(string what) => new($"A page of {what} belongs to a column of type {typeof(T).Name}.");
}

/// <summary>The codec of each type.</summary>
internal static class ValueCodec
{
    private static readonly Dictionary<System.Type, object> All = new()
    {
        [typeof(bool)] = new BooleanCodec(),
        [typeof(int)] = new NumberCodec<int>(),
        [typeof(long)] = new NumberCodec<long>(),
        [typeof(float)] = new NumberCodec<float>(),
        [typeof(double)] = new NumberCodec<double>(),
        [typeof(uint)] = new NumberCodec<uint>(),
        [typeof(ulong)] = new NumberCodec<ulong>(),
        [typeof(sbyte)] = new SmallIntegerCodec<sbyte>(),
        [typeof(byte)] = new SmallIntegerCodec<byte>(),
        [typeof(short)] = new SmallIntegerCodec<short>(),
        [typeof(ushort)] = new SmallIntegerCodec<ushort>(),
        [typeof(string)] = new StringCodec(),
        [typeof(ReadOnlyMemory<char>)] = new CharactersCodec(),
        [typeof(byte[])] = new ByteArrayCodec(),
        [typeof(ReadOnlyMemory<byte>)] = new BytesCodec(),
    };

    /// <summary>The codec of a type of a column.</summary>
    /// <exception cref="ArgumentException">No column can have it.</exception>
    public static ValueCodec<T> Of<T>() =>
        All.TryGetValue(typeof(T), out object? codec)
            ? (ValueCodec<T>)codec
            : throw new ArgumentException($"No column holds values of type {typeof(T)}.");
}
