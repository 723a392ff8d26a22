using Parquet.Meta;
using Parquet.Pages;
using Parquet.Schema;

namespace Parquet;

/// <summary>Writes the columns of a row group, in the order of the schema and all of as many rows.</summary>
public class ParquetRowGroupWriter : IDisposable
{
    private readonly ParquetWriter _file;
    private readonly RowGroup _group;
    private readonly DataField[] _fields;
    private long _rows = -1;

    internal ParquetRowGroupWriter(ParquetWriter file, RowGroup group)
    {
        _file = file;
        _group = group;
        _fields = file.Schema.GetDataFields();
    }

    /// <summary>Writes a required column.</summary>
    /// <exception cref="InvalidOperationException">
    /// The column is optional or a list, or has another count of rows than those before it.
    /// </exception>
    public Task WriteAsync<T>(
        DataField field,
        ReadOnlyMemory<T> values,
        ReadOnlyMemory<int>? repetitionLevels = null,
        Dictionary<string, string>? customMetadata = null,
        CancellationToken cancellationToken = default)
        where T : struct
    {
        CheckField<T>(field);
        if (field.MaxDefinitionLevel > 0)
        {
            throw new InvalidOperationException($"Column '{field.Path}' has definition levels: pass nullable values, or write all parts.");
        }

        return WriteChunkAsync(field, values, null, repetitionLevels, customMetadata, cancellationToken);
    }

    /// <summary>
    /// Writes an optional column, or a list column in its short form, where a null is the element's null or an empty list.
    /// </summary>
    /// <exception cref="ArgumentException">The column is required and a value is null.</exception>
    public Task WriteAsync<T>(
        DataField field,
        ReadOnlyMemory<T?> values,
        ReadOnlyMemory<int>? repetitionLevels = null,
        Dictionary<string, string>? customMetadata = null,
        CancellationToken cancellationToken = default)
        where T : struct
    {
        CheckField<T>(field);
        T[] defined = new T[values.Length];
        int[] levels = new int[values.Length];
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            T? value = values.Span[i];
            levels[i] = field.MaxDefinitionLevel - (value is null ? 1 : 0);
            if (value is { } some) defined[count++] = some;
        }

        CheckNulls(field, values.Length - count);
        return WriteChunkAsync<T>(
            field, defined.AsMemory(0, count), LevelsOf(field, levels), repetitionLevels, customMetadata, cancellationToken);
    }

    /// <summary>Writes a column of text.</summary>
    /// <exception cref="ArgumentException">The column is required and a value is null.</exception>
    public Task WriteAsync(DataField field, IReadOnlyCollection<string?> values, ReadOnlyMemory<int>? repetitionLevels = null)
    {
        CheckField<ReadOnlyMemory<char>>(field);
        return WriteReferencesAsync(field, values, repetitionLevels);
    }

    /// <summary>Writes a column of bytes.</summary>
    /// <exception cref="ArgumentException">The column is required and a value is null.</exception>
    public Task WriteAsync(DataField field, IReadOnlyCollection<byte[]?> values, ReadOnlyMemory<int>? repetitionLevels = null)
    {
        CheckField<ReadOnlyMemory<byte>>(field);
        return WriteReferencesAsync(field, values, repetitionLevels);
    }

    /// <summary>Writes a column from its parts: the values that are there, and levels for every slot.</summary>
    /// <param name="field">The column.</param>
    /// <param name="values">The values without nulls.</param>
    /// <param name="definitionValues">The definition level of each slot; required where the column has them.</param>
    /// <param name="repetitionLevels">The repetition level of each slot; required where the column has them.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ArgumentException">Levels are missing, out of range or do not agree with the values.</exception>
    public Task WriteAllPartsAsync<T>(
        DataField field,
        ReadOnlyMemory<T> values,
        ReadOnlyMemory<int>? definitionValues,
        ReadOnlyMemory<int>? repetitionLevels,
        CancellationToken cancellationToken)
        where T : struct
    {
        CheckField<T>(field);
        return WriteChunkAsync(field, values, definitionValues, repetitionLevels, null, cancellationToken);
    }

    /// <summary>Checks that every column was written.</summary>
    /// <exception cref="InvalidOperationException">Columns are missing.</exception>
    public void CompleteValidate()
    {
        if (_group.Columns.Count == _fields.Length) return;
        IEnumerable<string> missing = _fields.Skip(_group.Columns.Count).Select(f => f.Path.ToString());
        throw new InvalidOperationException($"Columns were not written: {string.Join(", ", missing)}.");
    }

    /// <summary>Fills in the group's row count and sizes.</summary>
    public void Dispose()
    {
        _group.NumRows = Math.Max(_rows, 0);
        _group.TotalByteSize = _group.Columns.Sum(c => c.MetaData!.TotalUncompressedSize);
        _group.TotalCompressedSize = _group.Columns.Sum(c => c.MetaData!.TotalCompressedSize);
        GC.SuppressFinalize(this);
    }

    private Task WriteReferencesAsync<T>(DataField field, IReadOnlyCollection<T?> values, ReadOnlyMemory<int>? repetitionLevels)
        where T : class
    {
        T[] defined = new T[values.Count];
        int[] levels = new int[values.Count];
        int slot = 0;
        int count = 0;
        foreach (T? value in values)
        {
            levels[slot++] = field.MaxDefinitionLevel - (value is null ? 1 : 0);
            if (value is not null) defined[count++] = value;
        }

        CheckNulls(field, slot - count);
        return WriteChunkAsync<T>(field, defined.AsMemory(0, count), LevelsOf(field, levels), repetitionLevels, null, default);
    }

    private static ReadOnlyMemory<int>? LevelsOf(DataField field, int[] levels) => field.MaxDefinitionLevel > 0 ? levels : null;

    private void CheckField<T>(DataField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (!field.IsAttached) throw new ArgumentException($"Field '{field.Name}' is not attached to any schema.", nameof(field));
        if (_group.Columns.Count == _fields.Length)
        {
            throw new ArgumentException($"Every column is written already; '{field.Path}' came after.", nameof(field));
        }

        DataField next = _fields[_group.Columns.Count];
        if (!next.Equals(field))
        {
            throw new ArgumentException($"Column '{next.Path}' is the next to be written, not '{field.Path}'.", nameof(field));
        }

        if (field.ClrType != typeof(T))
        {
            throw new ArgumentException($"Column '{field.Path}' holds {field.ClrType}, not {typeof(T)}.", nameof(field));
        }
    }

    private static void CheckNulls(DataField field, int nulls)
    {
        if (nulls > 0 && field.MaxDefinitionLevel == 0)
        {
            throw new ArgumentException($"Column '{field.Path}' is required, but {nulls} values are null.", nameof(field));
        }
    }

    private async Task WriteChunkAsync<T>(
        DataField field,
        ReadOnlyMemory<T> values,
        ReadOnlyMemory<int>? definitions,
        ReadOnlyMemory<int>? repetitions,
        Dictionary<string, string>? customMetadata,
        CancellationToken cancellationToken)
    {
        int slots = CheckLevels(field, values.Length, definitions, repetitions);
        long rows = field.MaxRepetitionLevel > 0 ? repetitions!.Value.Span.Count(0) : slots;
        if (_rows >= 0 && rows != _rows)
        {
            throw new InvalidOperationException($"Column '{field.Path}' has {rows} rows, the columns before it {_rows}.");
        }

        (ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> body, ColumnMetaData data) =
            ChunkWriter.Write(field, values.Span, (definitions ?? default).Span, (repetitions ?? default).Span, slots, _file.Options);
        data.DataPageOffset = _file.Position;
        data.KeyValues = customMetadata is null ? [] : new Dictionary<string, string>(customMetadata);
        await _file.WriteAsync(header, cancellationToken).ConfigureAwait(false);
        await _file.WriteAsync(body, cancellationToken).ConfigureAwait(false);
        _group.Columns.Add(new ColumnChunk { FileOffset = data.DataPageOffset, MetaData = data });
        _rows = rows;
    }

    // Returns the number of slots.
    private static int CheckLevels(DataField field, int values, ReadOnlyMemory<int>? definitions, ReadOnlyMemory<int>? repetitions)
    {
        int slots = values;
        if (field.MaxDefinitionLevel > 0)
        {
            ReadOnlySpan<int> levels = (definitions ?? throw new ArgumentException($"Column '{field.Path}' needs definition levels.")).Span;
            if (levels.ContainsAnyExceptInRange(0, field.MaxDefinitionLevel))
            {
                throw new ArgumentException($"Column '{field.Path}': a definition level lies outside 0 to {field.MaxDefinitionLevel}.");
            }

            if (levels.Count(field.MaxDefinitionLevel) != values)
            {
                throw new ArgumentException(
                    $"Column '{field.Path}': the definition levels say "
                        + $"{levels.Count(field.MaxDefinitionLevel)} values, there are {values}.");
            }

            slots = levels.Length;
        }

        if (field.MaxRepetitionLevel > 0)
        {
            ReadOnlySpan<int> levels = (repetitions ?? throw new ArgumentException($"Column '{field.Path}' needs repetition levels.")).Span;
            if (levels.Length != slots || levels.ContainsAnyExceptInRange(0, field.MaxRepetitionLevel) || (slots > 0 && levels[0] != 0))
            {
                throw new ArgumentException(
                    $"Column '{field.Path}': repetition levels are one a slot, 0 to {field.MaxRepetitionLevel}, the first 0.");
            }
        }

        return slots;
    }
}
