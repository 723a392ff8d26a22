using System.Buffers;
using System.Buffers.Binary;
using Parquet.Compression;
using Parquet.Encodings;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Pages;

/// <summary>Turns a column of a row group into one version 1 data page with PLAIN values.</summary>
internal static class ChunkWriter
{
    /// <summary>The page's bytes, header first, and the chunk's metadata; offsets are the caller's to fill in.</summary>
    public static (ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Body, ColumnMetaData Data) Write<T>(
        DataField field,
        ReadOnlySpan<T> values,
        ReadOnlySpan<int> definitions,
        ReadOnlySpan<int> repetitions,
        int slots,
        ParquetOptions options)
    {
        ColumnStorage storage = field.Storage
            ?? throw new NotSupportedException($"Column '{field.Path}' is of a kind that is not written here.");
        ValueCodec<T> codec = ValueCodec.Of<T>();
        ArrayBufferWriter<byte> plain = new();
        if (field.MaxRepetitionLevel > 0) WriteLevels(repetitions, field.MaxRepetitionLevel, plain);
        if (field.MaxDefinitionLevel > 0) WriteLevels(definitions, field.MaxDefinitionLevel, plain);
        codec.Encode(values, plain);

        Statistics statistics = new() { NullCount = slots - values.Length };
        codec.SetBounds(values, statistics);

        CompressionCodec compression = (CompressionCodec)options.CompressionMethod;
        ReadOnlyMemory<byte> body = PageCodec.Compress(compression, options.CompressionLevel, plain.WrittenMemory);
        ReadOnlyMemory<byte> header = MetaWriter.DataPage(new PageHeader
        {
            UncompressedPageSize = plain.WrittenCount,
            CompressedPageSize = body.Length,
            NumValues = slots,
            Encoding = Encoding.PLAIN,
            Statistics = statistics,
        });

        return (header, body, new ColumnMetaData
        {
            Type = storage.Physical,
            Encodings = [Encoding.PLAIN, Encoding.RLE],
            PathInSchema = field.Path.ToList(),
            Codec = compression,
            NumValues = slots,
            TotalUncompressedSize = header.Length + plain.WrittenCount,
            TotalCompressedSize = header.Length + body.Length,
            Statistics = statistics,
        });
    }

    // In version 1 pages the levels' byte length stands before them.
    private static void WriteLevels(ReadOnlySpan<int> levels, int max, ArrayBufferWriter<byte> output)
    {
        ArrayBufferWriter<byte> encoded = new();
        LevelEncoding.Encode(levels, LevelEncoding.BitWidth(max), encoded);
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), encoded.WrittenCount);
        output.Advance(sizeof(int));
        output.Write(encoded.WrittenSpan);
    }
}
