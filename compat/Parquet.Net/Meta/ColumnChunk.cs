namespace Parquet.Meta;

/// <summary>A column of a row group.</summary>
public class ColumnChunk
{
    public long FileOffset { get; set; }

    public ColumnMetaData? MetaData { get; set; }
}
