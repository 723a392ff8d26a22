using Parquet;
using Parquet.Schema;

namespace Hir.Compat.Tests.Parquet;

/// <summary>Writes and reads whole tables through the public interface.</summary>
internal static class TestFile
{
    public static async Task<byte[]> WriteAsync(TestTable table, CompressionMethod method, Dictionary<string, string>? metadata = null)
    {
        ParquetSchema schema = new(table.Columns.Select(c => c.ToField()));
        DataField[] leaves = schema.DataFields;
        using MemoryStream stream = new();
        ParquetOptions options = new() { CompressionMethod = method };
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, options))
        {
            if (metadata is not null) writer.CustomMetadata = metadata;
            for (int g = 0; g < table.Columns[0].Groups.Length; g++)
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                for (int c = 0; c < leaves.Length; c++) await WriteAsync(group, leaves[c], table.Columns[c].Groups[g]);
                group.CompleteValidate();
            }
        }

        return stream.ToArray();
    }

    /// <summary>The cells of every group of every top-level column.</summary>
    public static async Task<Dictionary<string, object?[][]>> ReadAsync(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        Dictionary<string, object?[][]> columns = [];
        foreach (DataField leaf in reader.Schema.DataFields)
        {
            object?[][] groups = new object?[reader.RowGroupCount][];
            for (int g = 0; g < groups.Length; g++)
            {
                using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
                groups[g] = await ReadAsync(group, leaf);
            }

            columns[leaf.Path.FirstPart] = groups;
        }

        return columns;
    }

    private static Task WriteAsync(ParquetRowGroupWriter group, DataField leaf, object?[] cells)
    {
        if (leaf.MaxRepetitionLevel > 0) return WriteListAsync(group, leaf, cells);
        if (leaf.ClrType == typeof(ReadOnlyMemory<char>)) return group.WriteAsync(leaf, cells.Cast<string?>().ToArray());
        if (leaf.ClrType == typeof(ReadOnlyMemory<byte>)) return group.WriteAsync(leaf, cells.Cast<byte[]?>().ToArray());
        return OfType(leaf.ClrType, new FlatWriter(group, leaf, cells));
    }

    private static Task WriteListAsync(ParquetRowGroupWriter group, DataField leaf, object?[] cells)
    {
        List<object> values = [];
        List<int> definitions = [];
        List<int> repetitions = [];
        foreach (object?[]? list in cells.Cast<object?[]?>())
        {
            if (list is null or { Length: 0 })
            {
                definitions.Add(list is null ? 0 : 1);
                repetitions.Add(0);
                continue;
            }

            for (int i = 0; i < list.Length; i++)
            {
                if (list[i] is { } value) values.Add(value);
                definitions.Add(leaf.MaxDefinitionLevel - (list[i] is null ? 1 : 0));
                repetitions.Add(i == 0 ? 0 : 1);
            }
        }

        return OfType(leaf.ClrType, new PartsWriter(group, leaf, values, [.. definitions], [.. repetitions]));
    }

    private static async Task<object?[]> ReadAsync(ParquetRowGroupReader group, DataField leaf)
    {
        int rows = checked((int)group.RowCount);
        if (leaf.MaxRepetitionLevel > 0) return await OfType(leaf.ClrType, new ListReader(group, leaf));
        if (leaf.ClrType == typeof(ReadOnlyMemory<char>))
        {
            string?[] texts = new string?[rows];
            await group.ReadAsync(leaf, texts.AsMemory());
            return texts;
        }

        if (leaf.ClrType == typeof(ReadOnlyMemory<byte>))
        {
            byte[]?[] bytes = new byte[]?[rows];
            await group.ReadAsync(leaf, bytes.AsMemory());
            return bytes;
        }

        return await OfType(leaf.ClrType, new FlatReader(group, leaf));
    }

    private static TResult OfType<TResult>(Type type, ITyped<TResult> action)
    {
        if (type == typeof(int)) return action.Do<int>();
        if (type == typeof(long)) return action.Do<long>();
        if (type == typeof(float)) return action.Do<float>();
        if (type == typeof(double)) return action.Do<double>();
        if (type == typeof(bool)) return action.Do<bool>();
        if (type == typeof(byte)) return action.Do<byte>();
        if (type == typeof(sbyte)) return action.Do<sbyte>();
        if (type == typeof(short)) return action.Do<short>();
        if (type == typeof(ushort)) return action.Do<ushort>();
        if (type == typeof(uint)) return action.Do<uint>();
        if (type == typeof(ulong)) return action.Do<ulong>();
        if (type == typeof(ReadOnlyMemory<char>)) return action.Do<ReadOnlyMemory<char>>();
        if (type == typeof(ReadOnlyMemory<byte>)) return action.Do<ReadOnlyMemory<byte>>();
        throw new ArgumentException(type.Name);
    }

    private static object Boxed<T>(T value)
        where T : struct => value switch
    {
        ReadOnlyMemory<char> text => text.ToString(),
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        _ => value,
    };

    private static T Unboxed<T>(object value)
        where T : struct => value switch
    {
        string text => (T)(object)text.AsMemory(),
        byte[] bytes => (T)(object)new ReadOnlyMemory<byte>(bytes),
        _ => (T)value,
    };

    private interface ITyped<TResult>
    {
        TResult Do<T>()
            where T : struct;
    }

    private sealed record FlatWriter(ParquetRowGroupWriter Group, DataField Leaf, object?[] Cells) : ITyped<Task>
    {
        public Task Do<T>()
            where T : struct => Leaf.IsNullable
                ? Group.WriteAsync<T>(Leaf, Cells.Select(c => (T?)c).ToArray().AsMemory())
                : Group.WriteAsync<T>(Leaf, Cells.Select(c => (T)c!).ToArray());
    }

    private sealed record PartsWriter(
        ParquetRowGroupWriter Group, DataField Leaf, List<object> Values, int[] Definitions, int[] Repetitions) : ITyped<Task>
    {
        public Task Do<T>()
            where T : struct =>
            Group.WriteAllPartsAsync<T>(Leaf, Values.Select(Unboxed<T>).ToArray(), Definitions, Repetitions, CancellationToken.None);
    }

    private sealed record FlatReader(ParquetRowGroupReader Group, DataField Leaf) : ITyped<Task<object?[]>>
    {
        public async Task<object?[]> Do<T>()
            where T : struct
        {
            int rows = checked((int)Group.RowCount);
            if (Leaf.IsNullable)
            {
                T?[] optional = new T?[rows];
                await Group.ReadAsync<T>(Leaf, optional.AsMemory());
                return [.. optional.Select(v => (object?)v)];
            }

            T[] values = new T[rows];
            await Group.ReadAsync<T>(Leaf, values.AsMemory());
            return [.. values.Select(v => (object?)v)];
        }
    }

    private sealed record ListReader(ParquetRowGroupReader Group, DataField Leaf) : ITyped<Task<object?[]>>
    {
        public async Task<object?[]> Do<T>()
            where T : struct
        {
            int slots = checked((int)Group.GetMetadata(Leaf)!.MetaData!.NumValues);
            T[] values = new T[slots];
            int[] definitions = new int[slots];
            int[] repetitions = new int[slots];
            await Group.ReadRawAsync<T>(Leaf, values, definitions, repetitions);

            List<List<object?>?> rows = [];
            int next = 0;
            int nullElement = Leaf.IsNullable ? Leaf.MaxDefinitionLevel - 1 : int.MaxValue;
            for (int i = 0; i < slots; i++)
            {
                if (repetitions[i] == 0) rows.Add(definitions[i] == 0 ? null : []);
                if (definitions[i] == Leaf.MaxDefinitionLevel) (rows[^1] ??= []).Add(Boxed(values[next++]));
                else if (definitions[i] == nullElement) (rows[^1] ??= []).Add(null);
            }

            return [.. rows.Select(r => (object?)r?.ToArray())];
        }
    }
}
