using System.Numerics;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace Hir.Shared.Shards;

/// <summary>
/// Reads a column of a row group as the kind that shards want. Other tools store the same numbers wider or narrower, and text as bytes:
/// those are converted where nothing is lost.
/// </summary>
internal sealed class ParquetColumnReader(ParquetRowGroupReader group, DataField leaf)
{
    private readonly int _rows = checked((int)group.RowCount);

    public static T[] NotNull<T>(T?[] values, string column)
        where T : class
    {
        int at = Array.FindIndex(values, v => v is null);
        return at < 0 ? (T[])(object)values : throw new InvalidDataException($"column {column} is null in row {at}, and must not be");
    }

    public async ValueTask<string?[]> TextAsync()
    {
        string?[] texts = new string?[_rows];
        if (leaf.ClrType == typeof(ReadOnlyMemory<byte>))
        {
            byte[]?[] bytes = new byte[]?[_rows];
            await group.ReadAsync(leaf, bytes.AsMemory()).ConfigureAwait(false);
            return Decoded(bytes);
        }

        if (leaf.ClrType != typeof(ReadOnlyMemory<char>)) throw WrongKind(leaf.Name, "text");
        await group.ReadAsync(leaf, texts.AsMemory()).ConfigureAwait(false);
        return texts;
    }

    public async ValueTask<int[]> Int32Async(string column)
    {
        if (leaf.ClrType == typeof(int)) return await RequiredAsync<int>(column).ConfigureAwait(false);
        long[] wide = await Int64Async(column).ConfigureAwait(false);
        return Array.ConvertAll(wide, v => Narrow(v, column));
    }

    public async ValueTask<int?[]> NullableInt32Async(string column) => leaf.ClrType switch
    {
        { } t when t == typeof(int) => await OptionalAsync<int>().ConfigureAwait(false),
        { } t when t == typeof(long) =>
            Array.ConvertAll(await OptionalAsync<long>().ConfigureAwait(false), v => v is { } wide ? Narrow(wide, column) : (int?)null),
        _ => throw WrongKind(column, "an integer"),
    };

    public async ValueTask<long[]> Int64Async(string column) => leaf.ClrType switch
    {
        { } t when t == typeof(long) => await RequiredAsync<long>(column).ConfigureAwait(false),
        { } t when t == typeof(int) => await RequiredAsync<int, long>(column).ConfigureAwait(false),
        { } t when t == typeof(short) => await RequiredAsync<short, long>(column).ConfigureAwait(false),
        { } t when t == typeof(sbyte) => await RequiredAsync<sbyte, long>(column).ConfigureAwait(false),
        { } t when t == typeof(byte) => await RequiredAsync<byte, long>(column).ConfigureAwait(false),
        { } t when t == typeof(ushort) => await RequiredAsync<ushort, long>(column).ConfigureAwait(false),
        { } t when t == typeof(uint) => await RequiredAsync<uint, long>(column).ConfigureAwait(false),
        _ => throw WrongKind(column, "an integer"),
    };

    public async ValueTask<double[]> DoubleAsync(string column)
    {
        double?[] values = await NullableDoubleAsync(column).ConfigureAwait(false);
        int at = Array.FindIndex(values, v => v is null);
        return at < 0 ? Array.ConvertAll(values, v => v!.Value) : throw NullAt(column, at);
    }

    public async ValueTask<double?[]> NullableDoubleAsync(string column) => leaf.ClrType switch
    {
        { } t when t == typeof(double) => await OptionalAsync<double>().ConfigureAwait(false),
        { } t when t == typeof(float) => Array.ConvertAll(await OptionalAsync<float>().ConfigureAwait(false), v => (double?)v),
        { } t when t == typeof(int) => Array.ConvertAll(await OptionalAsync<int>().ConfigureAwait(false), v => (double?)v),
        { } t when t == typeof(long) => Array.ConvertAll(await OptionalAsync<long>().ConfigureAwait(false), v => (double?)v),
        _ => throw WrongKind(column, "a number"),
    };

    public async ValueTask<bool?[]> NullableBooleanAsync(string column)
    {
        if (leaf.ClrType != typeof(bool)) throw WrongKind(column, "true or false");
        return await OptionalAsync<bool>().ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<int>[]> Int32ListAsync(string column)
    {
        if (leaf.ClrType == typeof(int)) return await ListsAsync<int, int>(column, v => v).ConfigureAwait(false);
        if (leaf.ClrType == typeof(long)) return await ListsAsync<long, int>(column, v => Narrow(v, column)).ConfigureAwait(false);
        throw WrongKind(column, "a list of integers");
    }

    public async ValueTask<IReadOnlyList<float>[]> FloatListAsync(string column)
    {
        if (leaf.ClrType == typeof(float)) return await ListsAsync<float, float>(column, v => v).ConfigureAwait(false);
        if (leaf.ClrType == typeof(double)) return await ListsAsync<double, float>(column, v => (float)v).ConfigureAwait(false);
        throw WrongKind(column, "a list of numbers");
    }

    // Rows that share an entry of a dictionary share its text: else a long entry would be there as often as rows name it.
    private static string?[] Decoded(byte[]?[] values)
    {
        Dictionary<byte[], string> known = new(ReferenceEqualityComparer.Instance);
        return Array.ConvertAll(values, value =>
        {
            if (value is null) return null;
            if (!known.TryGetValue(value, out string? text)) known.Add(value, text = Encoding.UTF8.GetString(value));
            return text;
        });
    }

    private static int Narrow(long value, string column) =>
        value == (int)value ? (int)value : throw new InvalidDataException($"column {column} holds {value}, which is no 32-bit integer");

    private static InvalidDataException NullAt(string column, int row) => new($"column {column} is null in row {row}, and must not be");

    private InvalidDataException WrongKind(string column, string wanted) =>
        new($"column {column} holds {KindOf(leaf.ClrType)} where {wanted} belongs");

    // Decimals come as bytes too.
    private static string KindOf(Type type) => type switch
    {
        { } t when t == typeof(ReadOnlyMemory<char>) => "text",
        { } t when t == typeof(ReadOnlyMemory<byte>) => "bytes",
        { } t when t == typeof(bool) => "truth values",
        _ => type.Name,
    };

    private async ValueTask<T?[]> OptionalAsync<T>()
        where T : struct
    {
        T?[] values = new T?[_rows];
        await group.ReadAsync<T>(leaf, values.AsMemory()).ConfigureAwait(false);
        return values;
    }

    private async ValueTask<T[]> RequiredAsync<T>(string column)
        where T : struct
    {
        if (leaf.IsNullable)
        {
            T?[] optional = await OptionalAsync<T>().ConfigureAwait(false);
            int at = Array.FindIndex(optional, v => v is null);
            return at < 0 ? Array.ConvertAll(optional, v => v!.Value) : throw NullAt(column, at);
        }

        T[] values = new T[_rows];
        await group.ReadAsync<T>(leaf, values.AsMemory()).ConfigureAwait(false);
        return values;
    }

    private async ValueTask<TWide[]> RequiredAsync<TNarrow, TWide>(string column)
        where TNarrow : struct, INumber<TNarrow>
        where TWide : struct, INumber<TWide> =>
        Array.ConvertAll(await RequiredAsync<TNarrow>(column).ConfigureAwait(false), TWide.CreateChecked);

    // A null list is read as an empty one: other tools write it for rows without tokens.
    private async ValueTask<IReadOnlyList<TOut>[]> ListsAsync<TIn, TOut>(string column, Converter<TIn, TOut> convert)
        where TIn : struct
    {
        int slots = checked((int)group.GetMetadata(leaf)!.MetaData!.NumValues);
        TIn[] values = new TIn[slots];
        int[] definitions = new int[slots];
        int[] repetitions = new int[slots];
        await group.ReadRawAsync<TIn>(leaf, values, definitions, repetitions).ConfigureAwait(false);

        IReadOnlyList<TOut>[] lists = new IReadOnlyList<TOut>[_rows];
        int row = 0;
        int value = 0;
        for (int slot = 0; slot < slots; row++)
        {
            int end = slot + 1;
            while (end < slots && repetitions[end] > 0) end++;
            if (row == _rows || repetitions[slot] != 0) throw new InvalidDataException($"column {column} has other rows than the file");
            int count = 0;
            for (; slot < end; slot++)
            {
                if (definitions[slot] == leaf.MaxDefinitionLevel) count++;
                else if (leaf.IsNullable && definitions[slot] == leaf.MaxDefinitionLevel - 1)
                {
                    throw new InvalidDataException($"a list in column {column} has a null in row {row}");
                }
            }

            TOut[] list = new TOut[count];
            for (int i = 0; i < count; i++) list[i] = convert(values[value++]);
            lists[row] = list;
        }

        return row == _rows ? lists : throw new InvalidDataException($"column {column} has other rows than the file");
    }
}
