using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace Hir.Shared.Shards;

/// <summary>
/// The one place that speaks to Parquet.Net, with <see cref="ParquetColumnReader"/>: batches of rows into a file, and columns of a file out
/// of it. A later major version of the package touches nothing else.
/// </summary>
internal sealed class ParquetTable : IDisposable
{
    private readonly ParquetReader _reader;
    private readonly DataField[] _leaves;

    private ParquetTable(ParquetReader reader)
    {
        _reader = reader;
        _leaves = reader.Schema.DataFields;
        RowCount = reader.Metadata!.NumRows;
        Metadata = reader.CustomMetadata;
    }

    /// <summary>The rows of all groups.</summary>
    public long RowCount { get; }

    public int GroupCount => _reader.RowGroupCount;

    /// <summary>The file's key-value pairs.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Top-level columns, lists included, by name.</summary>
    public IEnumerable<string> ColumnNames => _reader.Schema.Fields.Select(f => f.Name);

    /// <summary>Writes a whole file. Equal input gives equal bytes.</summary>
    public static void Write(
        Stream output,
        IReadOnlyList<ShardColumn> columns,
        IEnumerable<IReadOnlyList<ShardRow>> groups,
        IReadOnlyDictionary<string, string> metadata,
        ShardCodec codec) =>
        WriteAsync(output, columns, groups, metadata, codec).GetAwaiter().GetResult();

    /// <summary>Reads a file's footer. The stream stays the caller's.</summary>
    /// <exception cref="IOException">It is no whole Parquet file.</exception>
    /// <exception cref="ParquetException">It is corrupt.</exception>
    /// <exception cref="InvalidDataException">It claims more rows, values or bytes than a file of its length holds.</exception>
    public static ParquetTable Open(Stream input)
    {
        ParquetTable table = new(ParquetReader.CreateAsync(input).GetAwaiter().GetResult());
        try
        {
            TableBounds.Check(table._reader, table._leaves, input.Length);
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    public void Dispose() => _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public int RowsOf(int group)
    {
        using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
        return checked((int)reader.RowCount);
    }

    /// <summary>A column of a row group as the array of its kind, or null where the file has no such column.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="column">The column; wider and narrower numbers of the same sort will do.</param>
    /// <exception cref="InvalidDataException">The column is of another kind, or holds nulls or numbers that do not belong
    /// there.</exception>
    public Array? Read(int group, ShardColumn column)
    {
        DataField? leaf = Array.Find(_leaves, f => f.Path.FirstPart == column.Name);
        if (leaf is null) return null;
        using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
        bool isList = column.Type is ColumnType.Int32List or ColumnType.FloatList;
        if (isList ? leaf.MaxRepetitionLevel != 1 : leaf.MaxRepetitionLevel != 0 || leaf.Path.Length != 1)
        {
            throw new InvalidDataException($"column {column.Name} is {(isList ? "not a list" : "not a plain column")}");
        }

        return ReadAsync(new ParquetColumnReader(reader, leaf), column).AsTask().GetAwaiter().GetResult();
    }

    private static async ValueTask<Array> ReadAsync(ParquetColumnReader reader, ShardColumn column) => column.Type switch
    {
        ColumnType.Text => ParquetColumnReader.NotNull(await reader.TextAsync().ConfigureAwait(false), column.Name),
        ColumnType.NullableText => await reader.TextAsync().ConfigureAwait(false),
        ColumnType.Int32 => await reader.Int32Async(column.Name).ConfigureAwait(false),
        ColumnType.NullableInt32 => await reader.NullableInt32Async(column.Name).ConfigureAwait(false),
        ColumnType.Int64 => await reader.Int64Async(column.Name).ConfigureAwait(false),
        ColumnType.Double => await reader.DoubleAsync(column.Name).ConfigureAwait(false),
        ColumnType.NullableDouble => await reader.NullableDoubleAsync(column.Name).ConfigureAwait(false),
        ColumnType.NullableBoolean => await reader.NullableBooleanAsync(column.Name).ConfigureAwait(false),
        ColumnType.Int32List => await reader.Int32ListAsync(column.Name).ConfigureAwait(false),
        ColumnType.FloatList => await reader.FloatListAsync(column.Name).ConfigureAwait(false),
        _ => throw new InvalidOperationException($"There is no column type {column.Type}."),
    };

    private static async Task WriteAsync(
        Stream output,
        IReadOnlyList<ShardColumn> columns,
        IEnumerable<IReadOnlyList<ShardRow>> groups,
        IReadOnlyDictionary<string, string> metadata,
        ShardCodec codec)
    {
        ParquetSchema schema = new(columns.Select(FieldOf));
        ParquetOptions options = new() { CompressionMethod = MethodOf(codec), CompressionLevel = CompressionLevel.Optimal };
        ParquetWriter writer = await ParquetWriter.CreateAsync(schema, output, options).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = metadata;
            DataField[] leaves = schema.DataFields;
            foreach (IReadOnlyList<ShardRow> rows in groups)
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                for (int i = 0; i < columns.Count; i++) await WriteAsync(group, leaves[i], columns[i].Collect(rows)).ConfigureAwait(false);
                group.CompleteValidate();
            }
        }
    }

    private static Field FieldOf(ShardColumn column) => column.Type switch
    {
        ColumnType.Text => new DataField<string>(column.Name, nullable: false),
        ColumnType.NullableText => new DataField<string>(column.Name, nullable: true),
        ColumnType.Int32 => new DataField<int>(column.Name),
        ColumnType.NullableInt32 => new DataField<int>(column.Name, nullable: true),
        ColumnType.Int64 => new DataField<long>(column.Name),
        ColumnType.Double => new DataField<double>(column.Name),
        ColumnType.NullableDouble => new DataField<double>(column.Name, nullable: true),
        ColumnType.NullableBoolean => new DataField<bool>(column.Name, nullable: true),
        ColumnType.Int32List => new ListField(column.Name, new DataField<int>("element")),
        ColumnType.FloatList => new ListField(column.Name, new DataField<float>("element")),
        _ => throw new InvalidOperationException($"There is no column type {column.Type}."),
    };

    private static Task WriteAsync(ParquetRowGroupWriter group, DataField leaf, Array values) => values switch
    {
        // The package drops a null of a required text column without a word, and the file is corrupt: never let one through.
        string?[] texts when !leaf.IsNullable => group.WriteAsync(leaf, ParquetColumnReader.NotNull(texts, leaf.Name)),
        string?[] texts => group.WriteAsync(leaf, texts),
        int[] numbers => group.WriteAsync<int>(leaf, numbers),
        int?[] numbers => group.WriteAsync<int>(leaf, numbers.AsMemory()),
        long[] numbers => group.WriteAsync<long>(leaf, numbers),
        double[] numbers => group.WriteAsync<double>(leaf, numbers),
        double?[] numbers => group.WriteAsync<double>(leaf, numbers.AsMemory()),
        bool?[] truths => group.WriteAsync<bool>(leaf, truths.AsMemory()),
        IReadOnlyList<int>[] lists => WriteListsAsync(group, leaf, lists),
        IReadOnlyList<float>[] lists => WriteListsAsync(group, leaf, lists),
        _ => throw new InvalidOperationException($"There are no columns of {values.GetType()}."),
    };

    // Definition level 2 is an element, 1 an empty list (0 would be no list); repetition level 0 begins a row.
    private static Task WriteListsAsync<T>(ParquetRowGroupWriter group, DataField leaf, IReadOnlyList<T>[] lists)
        where T : struct
    {
        T[] values = new T[lists.Sum(l => l.Count)];
        int[] definitions = new int[lists.Sum(l => Math.Max(l.Count, 1))];
        int[] repetitions = new int[definitions.Length];
        int value = 0;
        int slot = 0;
        foreach (IReadOnlyList<T> list in lists)
        {
            if (list.Count == 0) definitions[slot++] = 1;
            for (int i = 0; i < list.Count; i++, slot++)
            {
                values[value++] = list[i];
                definitions[slot] = 2;
                repetitions[slot] = i == 0 ? 0 : 1;
            }
        }

        return group.WriteAllPartsAsync<T>(leaf, values, definitions, repetitions, CancellationToken.None);
    }

    private static CompressionMethod MethodOf(ShardCodec codec) => codec switch
    {
        ShardCodec.Snappy => CompressionMethod.Snappy,
        ShardCodec.None => CompressionMethod.None,
        ShardCodec.Gzip => CompressionMethod.Gzip,
        ShardCodec.Brotli => CompressionMethod.Brotli,
        _ => throw new InvalidOperationException($"There is no codec {codec}."),
    };
}
