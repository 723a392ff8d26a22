namespace Parquet.Schema;

/// <summary>A group of fields that files of other programs may hold; its columns are read one by one.</summary>
public sealed class StructField : Field
{
    private readonly bool _isRepeated;

    internal StructField(string name, IReadOnlyList<Field> fields, bool isNullable, bool isRepeated) : base(name, SchemaType.Struct)
    {
        Fields = fields;
        IsNullable = isNullable;
        _isRepeated = isRepeated;
    }

    public IReadOnlyList<Field> Fields { get; }

    internal override void Attach(IReadOnlyList<string> parent, int repetition, int definition)
    {
        SetLevels([.. parent, Name], repetition + (_isRepeated ? 1 : 0), definition + (IsNullable || _isRepeated ? 1 : 0));
        foreach (Field field in Fields) field.Attach([.. parent, Name], MaxRepetitionLevel, MaxDefinitionLevel);
    }

    internal override IEnumerable<DataField> Leaves() => Fields.SelectMany(f => f.Leaves());
}
