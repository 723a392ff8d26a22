namespace Parquet.Meta;

internal enum PageType
{
    DataPage = 0,
    IndexPage = 1,
    DictionaryPage = 2,
    DataPageV2 = 3,
}

/// <summary>What precedes each page. The header of the page's own type is laid out flat here.</summary>
internal sealed class PageHeader
{
    public PageType Type { get; set; }

    public int UncompressedPageSize { get; set; }

    public int CompressedPageSize { get; set; }

    /// <summary>Slots of a data page; entries of a dictionary page.</summary>
    public int NumValues { get; set; }

    public Encoding Encoding { get; set; }

    public Encoding DefinitionLevelEncoding { get; set; } = Encoding.RLE;

    public Encoding RepetitionLevelEncoding { get; set; } = Encoding.RLE;

    // Of version 2 pages: the levels stand before the values, uncompressed, without length prefixes.
    public int NumNulls { get; set; }

    public int DefinitionLevelsByteLength { get; set; }

    public int RepetitionLevelsByteLength { get; set; }

    public bool IsCompressed { get; set; } = true;

    public Statistics? Statistics { get; set; }
}
