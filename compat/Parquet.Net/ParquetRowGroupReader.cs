using System.Buffers;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Pages;
using Parquet.Schema;

namespace Parquet;

/// <summary>Reads the columns of a row group, in any order.</summary>
public class ParquetRowGroupReader : IDisposable
{
    private readonly Stream _input;
    private readonly DataField[] _fields;

    internal ParquetRowGroupReader(Stream input, ParquetSchema schema, RowGroup group)
    {
        _input = input;
        _fields = schema.GetDataFields();
        RowGroup = group;
    }

    public RowGroup RowGroup { get; }

    public long RowCount => RowGroup.NumRows;

    public bool ColumnExists(DataField field) => IndexOf(field) >= 0;

    /// <summary>Where and how the column is stored, or null where there is none.</summary>
    public ColumnChunk? GetMetadata(DataField field) => IndexOf(field) is >= 0 and int i ? RowGroup.Columns[i] : null;

    /// <summary>The column's own key-value pairs.</summary>
    public Dictionary<string, string> GetCustomMetadata(DataField field) => new(GetMetadata(field)?.MetaData?.KeyValues ?? []);

    public DataColumnStatistics? GetStatistics(DataField field)
    {
        int i = IndexOf(field);
        return i >= 0 && RowGroup.Columns[i].MetaData!.Statistics is { } statistics
            ? DataColumnStatistics.From(statistics, _fields[i])
            : null;
    }

    /// <summary>Reads a required column.</summary>
    /// <exception cref="ArgumentException">
    /// The column is optional or of another type, or the buffer has fewer places than the group has rows.
    /// </exception>
    public async ValueTask ReadAsync<T>(
        DataField field, Memory<T> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default)
        where T : struct
    {
        (DataField column, ColumnMetaData data) = Column<T>(field);
        if (column.MaxDefinitionLevel > 0)
        {
            throw new ArgumentException($"Column '{field.Path}' has nulls: read it as nullable values.", nameof(field));
        }

        Memory<T> target = Fit(values, RowCount, nameof(values));
        ReadOnlyMemory<byte> chunk = await LoadAsync(data, cancellationToken).ConfigureAwait(false);
        new ChunkReader<T>(column, data, RowCount).Read(chunk, target.Span, default, default);
    }

    /// <summary>Reads an optional or a required column.</summary>
    /// <exception cref="ArgumentException">
    /// The column is of another type, or the buffer has fewer places than the group has rows.
    /// </exception>
    public ValueTask ReadAsync<T>(
        DataField field, Memory<T?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default)
        where T : struct =>
        ReadOptionalAsync<T, T?>(Column<T>(field), values, static value => value, cancellationToken);

    /// <summary>Reads a column of text.</summary>
    /// <exception cref="ArgumentException">
    /// The column is of another type, or the buffer has fewer places than the group has rows.
    /// </exception>
    public ValueTask ReadAsync(
        DataField field, Memory<string?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default) =>
        ReadOptionalAsync<string, string?>(Column<ReadOnlyMemory<char>>(field), values, static value => value, cancellationToken);

    /// <summary>Reads a column of bytes.</summary>
    /// <exception cref="ArgumentException">
    /// The column is of another type, or the buffer has fewer places than the group has rows.
    /// </exception>
    public ValueTask ReadAsync(
        DataField field, Memory<byte[]?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default) =>
        ReadOptionalAsync<byte[], byte[]?>(Column<ReadOnlyMemory<byte>>(field), values, static value => value, cancellationToken);

    /// <summary>Reads a column in its parts: the values that are there, packed at the front, and the levels of every slot.</summary>
    /// <param name="field">The column.</param>
    /// <param name="values">At least as many places as the column has slots (NumValues).</param>
    /// <param name="definitionLevels">The same; required where the column has definition levels.</param>
    /// <param name="repetitionLevels">The same; required where the column has repetition levels.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ArgumentException">The column is of another type, or a buffer is missing or too small.</exception>
    public async ValueTask ReadRawAsync<T>(
        DataField field,
        Memory<T> values,
        Memory<int>? definitionLevels,
        Memory<int>? repetitionLevels,
        CancellationToken cancellationToken = default)
        where T : struct
    {
        (DataField column, ColumnMetaData data) = Column<T>(field);
        Memory<T> target = Fit(values, data.NumValues, nameof(values));
        Memory<int> definitions = column.MaxDefinitionLevel > 0
            ? Fit(definitionLevels ?? default, data.NumValues, nameof(definitionLevels))
            : default;
        Memory<int> repetitions = column.MaxRepetitionLevel > 0
            ? Fit(repetitionLevels ?? default, data.NumValues, nameof(repetitionLevels))
            : default;
        ReadOnlyMemory<byte> chunk = await LoadAsync(data, cancellationToken).ConfigureAwait(false);
        new ChunkReader<T>(column, data, RowCount).Read(chunk, target.Span, definitions.Span, repetitions.Span);

        // Levels that the column does not have are all zero.
        if (column.MaxDefinitionLevel == 0) definitionLevels?.Span.Clear();
        if (column.MaxRepetitionLevel == 0) repetitionLevels?.Span.Clear();
    }

    public void Dispose() => GC.SuppressFinalize(this);

    private async ValueTask ReadOptionalAsync<TValue, TResult>(
        (DataField Field, ColumnMetaData Data) column,
        Memory<TResult> values,
        Func<TValue, TResult> convert,
        CancellationToken cancellationToken)
    {
        (DataField field, ColumnMetaData data) = column;
        if (field.MaxRepetitionLevel > 0)
        {
            throw new NotSupportedException($"Column '{field.Path}' is in a list: read it with ReadRawAsync.");
        }

        int rows = (int)RowCount;
        Memory<TResult> target = Fit(values, rows, nameof(values));
        ReadOnlyMemory<byte> chunk = await LoadAsync(data, cancellationToken).ConfigureAwait(false);

        TValue[] packed = new TValue[rows];
        int[] levels = ArrayPool<int>.Shared.Rent(rows);
        try
        {
            Span<int> definitions = field.MaxDefinitionLevel > 0 ? levels.AsSpan(0, rows) : default;
            new ChunkReader<TValue>(field, data, RowCount).Read(chunk, packed, definitions, default);
            Span<TResult> results = target.Span;
            int next = 0;
            for (int i = 0; i < rows; i++)
            {
                bool isThere = definitions.IsEmpty || definitions[i] == field.MaxDefinitionLevel;
                results[i] = isThere ? convert(packed[next++]) : default!;
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(levels);
        }
    }

    private int IndexOf(DataField field) => Array.FindIndex(_fields, f => f.Path.Equals(field.Path));

    // The file's own field decides about levels; the caller's says which column is meant.
    private (DataField Field, ColumnMetaData Data) Column<T>(DataField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (!field.IsAttached) throw new ArgumentException($"Field '{field.Name}' is not attached to any schema.", nameof(field));
        int i = IndexOf(field);
        if (i < 0) throw new ParquetException($"The file has no column '{field.Path}'.");
        DataField own = _fields[i];
        if (own.Storage is null) throw new NotSupportedException($"Column '{field.Path}' is of a kind that is not read here.");
        if (own.ClrType != typeof(T))
        {
            throw new ArgumentException($"Column '{field.Path}' holds {own.ClrType}, not {typeof(T)}.", nameof(field));
        }

        return (own, RowGroup.Columns[i].MetaData!);
    }

    private static Memory<T> Fit<T>(Memory<T> buffer, long count, string name) =>
        buffer.Length >= count
            ? buffer[..(int)count]
            : throw new ArgumentException($"The buffer has {buffer.Length} places, {count} are needed.", name);

    private async ValueTask<ReadOnlyMemory<byte>> LoadAsync(ColumnMetaData data, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[data.TotalCompressedSize];
        _input.Seek(FooterCheck.Start(data), SeekOrigin.Begin);
        await _input.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }
}
