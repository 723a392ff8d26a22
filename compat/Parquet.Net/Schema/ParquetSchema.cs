namespace Parquet.Schema;

/// <summary>The fields of a file. Building it gives each field its path and levels.</summary>
public class ParquetSchema : IEquatable<ParquetSchema>
{
    private readonly Field[] _fields;
    private readonly DataField[] _leaves;

    public ParquetSchema(params Field[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Length == 0) throw new ArgumentException("A schema has at least one field.", nameof(fields));
        _fields = [.. fields];
        foreach (Field field in _fields) field.Attach([], 0, 0);
        _leaves = [.. _fields.SelectMany(f => f.Leaves())];
    }

    public ParquetSchema(IEnumerable<Field> fields) : this([.. fields])
    {
    }

    public IReadOnlyList<Field> Fields => _fields;

    public Field this[int i] => _fields[i];

    /// <summary>The columns, depth first: the order in which they are written.</summary>
    public DataField[] DataFields => GetDataFields();

    public DataField[] GetDataFields() => [.. _leaves];

    /// <summary>The column of this path.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public DataField FindDataField(FieldPath path) =>
        Array.Find(_leaves, f => f.Path.Equals(path)) ?? throw new ArgumentException($"The schema has no column '{path}'.", nameof(path));

    /// <summary>The top-level column of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public DataField FindDataField(string path) => FindDataField(new FieldPath(path));

    public bool Equals(ParquetSchema? other) => other is not null && _leaves.AsSpan().SequenceEqual(other._leaves);

    public override bool Equals(object? obj) => Equals(obj as ParquetSchema);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (DataField field in _leaves) hash.Add(field);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(Environment.NewLine, _leaves.AsEnumerable());
}
