namespace Parquet.Meta;

/// <summary>Where a column chunk lies and how it is stored.</summary>
public class ColumnMetaData
{
    public Type Type { get; set; }

    public List<Encoding> Encodings { get; set; } = [];

    public List<string> PathInSchema { get; set; } = [];

    public CompressionCodec Codec { get; set; }

    /// <summary>Slots, that is values and nulls and empty lists.</summary>
    public long NumValues { get; set; }

    /// <summary>Bytes of all pages before compression, headers included.</summary>
    public long TotalUncompressedSize { get; set; }

    /// <summary>Bytes of all pages in the file, headers included.</summary>
    public long TotalCompressedSize { get; set; }

    public long DataPageOffset { get; set; }

    public long? DictionaryPageOffset { get; set; }

    internal Statistics? Statistics { get; set; }

    internal Dictionary<string, string> KeyValues { get; set; } = [];
}
