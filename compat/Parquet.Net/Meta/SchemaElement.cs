namespace Parquet.Meta;

/// <summary>A node of the schema tree, which files store flattened depth first.</summary>
internal sealed class SchemaElement
{
    public string Name { get; set; } = "";

    /// <summary>The first element, which has no repetition.</summary>
    public bool IsRoot { get; set; }

    public Type? Type { get; set; }

    public int TypeLength { get; set; }

    public FieldRepetitionType RepetitionType { get; set; }

    public int NumChildren { get; set; }

    public ConvertedType? ConvertedType { get; set; }

    public LogicalType LogicalType { get; set; }

    public int FieldId { get; set; }
}
