using Parquet.Schema;

namespace Parquet.Meta;

/// <summary>
/// Holds a footer against its schema and the file's length before anything is read by it, so that callers may allocate by the counts that
/// it gives.
/// </summary>
internal static class FooterCheck
{
    // Repeated values cost next to nothing in a file, so a count cannot be bounded by bytes alone; row groups of real files stay below
    // this: the usual most is 1,048,576 rows, and lists repeat at least in part.
    private const long FreeValues = 1L << 20;
    private const long ValuesPerByte = 64;

    // Columns are read one by one, but by then their values are held; no codec gives more than brotli's and gzip's thousand to one, and
    // real columns a hundred.
    private const long FreeBytes = 1L << 24;
    private const long BytesPerByte = 1024;

    public static void Check(FileMetaData footer, ParquetSchema schema, long fileLength)
    {
        DataField[] fields = schema.DataFields;
        long rows = 0;
        foreach (RowGroup group in footer.RowGroups)
        {
            if (group.Columns.Count != fields.Length)
            {
                throw new ParquetException($"A row group has {group.Columns.Count} columns, the schema {fields.Length}.");
            }

            for (int i = 0; i < fields.Length; i++) Check(fields[i], group, group.Columns[i], fileLength);
            rows += group.NumRows;
        }

        if (rows != footer.NumRows) throw new ParquetException($"The file says {footer.NumRows} rows, its row groups {rows}.");
    }

    private static void Check(DataField field, RowGroup group, ColumnChunk chunk, long fileLength)
    {
        ColumnMetaData data = chunk.MetaData ?? throw Corrupt(field, "a row group lacks its metadata");
        if (!data.PathInSchema.SequenceEqual(field.Path.ToList()))
        {
            throw Corrupt(field, $"'{string.Join('/', data.PathInSchema)}' stands in its place");
        }

        if (data.Type != field.Physical) throw Corrupt(field, $"its type is {data.Type} and {field.Physical} at once");
        long start = Start(data);
        if (start < 4 || start > fileLength || data.TotalCompressedSize > fileLength - start)
        {
            throw Corrupt(field, "it lies outside the file");
        }

        if (data.TotalCompressedSize > Array.MaxLength)
        {
            throw new NotSupportedException($"Column '{field.Path}' of a row group has over 2 GiB.");
        }

        if (data.NumValues > FreeValues + ValuesPerByte * data.TotalCompressedSize || data.NumValues > Array.MaxLength)
        {
            throw Corrupt(field, $"it says {data.NumValues} values in {data.TotalCompressedSize} bytes");
        }

        if (data.TotalUncompressedSize > FreeBytes + BytesPerByte * data.TotalCompressedSize)
        {
            throw Corrupt(field, $"it says {data.TotalUncompressedSize} bytes before compression and {data.TotalCompressedSize} after");
        }

        bool isRowEach = field.MaxRepetitionLevel == 0;
        if (isRowEach ? data.NumValues != group.NumRows : data.NumValues < group.NumRows)
        {
            throw Corrupt(field, $"it says {data.NumValues} values in {group.NumRows} rows");
        }
    }

    /// <summary>Where a chunk's first page lies; a dictionary precedes the data.</summary>
    public static long Start(ColumnMetaData data) =>
        data.DictionaryPageOffset is { } dictionary and > 0 && dictionary < data.DataPageOffset ? dictionary : data.DataPageOffset;

    private static ParquetException Corrupt(DataField field, string what) => new($"Column '{field.Path}' is corrupt: {what}.");
}
