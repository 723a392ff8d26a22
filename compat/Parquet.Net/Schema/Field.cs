namespace Parquet.Schema;

/// <summary>A node of a schema: a column, or a group of fields.</summary>
public abstract class Field
{
    private protected Field(string name, SchemaType schemaType)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        SchemaType = schemaType;
        Path = new FieldPath(name);
    }

    public string Name { get; }

    public SchemaType SchemaType { get; }

    /// <summary>The way from the root; complete once the field belongs to a <see cref="ParquetSchema"/>.</summary>
    public FieldPath Path { get; internal set; }

    public bool IsNullable { get; internal set; }

    /// <summary>How many repeated groups lie on the way from the root, this field included.</summary>
    public int MaxRepetitionLevel { get; internal set; }

    /// <summary>How many optional and repeated nodes lie on the way from the root, this field included.</summary>
    public int MaxDefinitionLevel { get; internal set; }

    /// <summary>Sets path and levels of this field and of all below it, given those of its parent.</summary>
    internal abstract void Attach(IReadOnlyList<string> parent, int repetition, int definition);

    /// <summary>The columns at or below this field, depth first.</summary>
    internal abstract IEnumerable<DataField> Leaves();

    private protected void SetLevels(IEnumerable<string> path, int repetition, int definition)
    {
        Path = new FieldPath(path);
        MaxRepetitionLevel = repetition;
        MaxDefinitionLevel = definition;
    }

    public override bool Equals(object? obj) =>
        obj is Field other && other.Name == Name && other.SchemaType == SchemaType && other.Path.Equals(Path)
        && other.IsNullable == IsNullable && other.MaxDefinitionLevel == MaxDefinitionLevel
        && other.MaxRepetitionLevel == MaxRepetitionLevel;

    public override int GetHashCode() => HashCode.Combine(Name, SchemaType);

    public override string ToString() => $"{Path} ({SchemaType})";
}
