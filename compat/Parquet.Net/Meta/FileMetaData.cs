namespace Parquet.Meta;

/// <summary>The footer of a file.</summary>
public class FileMetaData
{
    public int Version { get; set; }

    public long NumRows { get; set; }

    public List<RowGroup> RowGroups { get; set; } = [];

    public string? CreatedBy { get; set; }

    internal List<SchemaElement> Schema { get; set; } = [];

    internal Dictionary<string, string> KeyValues { get; set; } = [];
}
