using Parquet.Meta;

namespace Parquet.Schema;

/// <summary>A column of values.</summary>
public class DataField : Field
{
    /// <summary>Declares a column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="clrType">The type of a value; a nullable value type makes the column optional, and so do string and byte[].</param>
    /// <param name="isNullable">Whether the column is optional, whatever the type says.</param>
    /// <param name="isArray">Only false is supported.</param>
    /// <param name="propertyName">Not used.</param>
    /// <exception cref="NotSupportedException">The type has no counterpart here.</exception>
    public DataField(string name, System.Type clrType, bool? isNullable = null, bool? isArray = null, string? propertyName = null)
        : base(name, SchemaType.Data)
    {
        System.Type value = Nullable.GetUnderlyingType(clrType) ?? clrType;
        if (isArray == true) throw new NotSupportedException($"Column '{name}': repeated fields without a list group are not supported.");
        Storage = ColumnStorage.Of(value) ?? throw new NotSupportedException($"Column '{name}': type {clrType} is not supported.");
        ClrType = Storage.ClrType;
        IsNullable = isNullable ?? (value != clrType || value == typeof(string) || value == typeof(byte[]));
    }

    /// <summary>A column as a file declares it, which may be of a type that cannot be read.</summary>
    internal DataField(string name, ColumnStorage? storage, Meta.Type physical, int typeLength, FieldRepetitionType repetition)
        : base(name, SchemaType.Data)
    {
        Storage = storage;
        Physical = physical;
        TypeLength = typeLength;
        ClrType = storage?.ClrType ?? typeof(ReadOnlyMemory<byte>);
        IsNullable = repetition == FieldRepetitionType.OPTIONAL;
        IsArray = repetition == FieldRepetitionType.REPEATED;
    }

    /// <summary>The type of a value: ReadOnlyMemory&lt;char&gt; for strings and ReadOnlyMemory&lt;byte&gt; for bytes.</summary>
    public System.Type ClrType { get; }

    /// <summary>A repeated column without a list group, as some old files have.</summary>
    public bool IsArray { get; }

    public int FieldId { get; set; }

    /// <summary>How values are stored, or null where this library cannot read them.</summary>
    internal ColumnStorage? Storage { get; }

    internal Meta.Type? Physical { get; }

    internal int TypeLength { get; }

    internal bool IsAttached { get; private set; }

    internal override void Attach(IReadOnlyList<string> parent, int repetition, int definition)
    {
        SetLevels([.. parent, Name], repetition + (IsArray ? 1 : 0), definition + (IsNullable || IsArray ? 1 : 0));
        IsAttached = true;
    }

    internal override IEnumerable<DataField> Leaves() => [this];

    public override bool Equals(object? obj) =>
        base.Equals(obj) && obj is DataField other && other.ClrType == ClrType && other.IsArray == IsArray;

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), ClrType);

    public override string ToString() => $"{Path} ({ClrType.Name}{(IsNullable ? "?" : "")})";
}

/// <summary>A column of values of type <typeparamref name="T"/>.</summary>
public class DataField<T> : DataField
{
    public DataField(string name, bool? nullable = null) : base(name, typeof(T), nullable)
    {
    }
}
