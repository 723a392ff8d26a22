using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace Hir.Shared.Shards;

/// <summary>
/// Holds the counts that a file's footer claims against the file's length, before memory is taken by them: a Parquet file of some kilobytes
/// may say that it holds billions of rows, and buffers are made by what it says.
/// </summary>
internal static class TableBounds
{
    // A row of a shard has an id, texts, tokens and log-probabilities: tens of bytes however well they compress. Small files are not worth
    // a rule.
    private const long FreeRows = 1 << 16;
    private const long RowsPerByte = 1;

    // Values of all columns, list elements among them: equal tokens may take a bit each.
    private const long FreeValues = 1 << 22;
    private const long ValuesPerByte = 32;

    // Text compresses three to ten times; a prompt that stands in every row of a group, some hundred times.
    private const long FreeBytes = 16 << 20;
    private const long Growth = 256;

    private const int MostGroups = 100_000;

    /// <summary>Checks a file's footer.</summary>
    /// <param name="reader">The opened file.</param>
    /// <param name="leaves">Its columns.</param>
    /// <param name="fileLength">Its length.</param>
    /// <exception cref="InvalidDataException">It claims more than a file of that length holds.</exception>
    public static void Check(ParquetReader reader, DataField[] leaves, long fileLength)
    {
        if (reader.RowGroupCount > MostGroups) throw new InvalidDataException($"it says {reader.RowGroupCount} row groups");
        long rows = 0;
        UInt128 stored = 0;
        UInt128 values = 0;
        UInt128 plain = 0;
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
            if (group.RowCount < 0 || group.RowCount > FreeRows + (RowsPerByte * fileLength) - rows)
            {
                throw new InvalidDataException($"it says more rows than {fileLength} bytes hold");
            }

            rows += group.RowCount;
            foreach (DataField leaf in leaves)
            {
                ColumnMetaData column = group.GetMetadata(leaf)?.MetaData
                    ?? throw new InvalidDataException($"column {leaf.Path} is not described");
                if (column.TotalCompressedSize < 0 || column.NumValues < 0 || column.TotalUncompressedSize < 0)
                {
                    throw new InvalidDataException($"column {leaf.Path} has a negative count");
                }

                stored += (UInt128)column.TotalCompressedSize;
                values += (UInt128)column.NumValues;
                plain += (UInt128)column.TotalUncompressedSize;
            }
        }

        UInt128 length = (UInt128)fileLength;
        if (rows != reader.Metadata!.NumRows)
        {
            throw new InvalidDataException($"it says {reader.Metadata.NumRows} rows, and its groups {rows}");
        }

        // Columns lie one after the other: where they are longer than the file, some share their bytes.
        if (stored > length) throw new InvalidDataException($"its columns say {stored} bytes in a file of {fileLength}");
        if (values > FreeValues + (ValuesPerByte * length))
        {
            throw new InvalidDataException($"it says {values} values in {fileLength} bytes");
        }

        if (plain > FreeBytes + (Growth * length))
        {
            throw new InvalidDataException($"it says {plain} bytes before compression and has {fileLength}");
        }
    }
}
