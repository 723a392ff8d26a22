namespace Parquet.Schema;

/// <summary>
/// A list in the standard three levels: an optional group, a repeated group in it, and the element. A list is always nullable.
/// </summary>
public sealed class ListField : Field
{
    private readonly bool _hasContainer = true;

    public ListField(string name, Field item, string containerName = "list") : base(name, SchemaType.List)
    {
        ArgumentNullException.ThrowIfNull(item);
        Item = item;
        ContainerName = containerName;
        IsNullable = true;
    }

    /// <summary>A list as a file declares it.</summary>
    /// <param name="name">The group's name.</param>
    /// <param name="item">The element.</param>
    /// <param name="containerName">The repeated group's name; null where the repeated node is the element itself.</param>
    /// <param name="isNullable">Whether the list is optional.</param>
    internal ListField(string name, Field item, string? containerName, bool isNullable) : base(name, SchemaType.List)
    {
        Item = item;
        ContainerName = containerName ?? "";
        _hasContainer = containerName is not null;
        IsNullable = isNullable;
    }

    public Field Item { get; }

    internal string ContainerName { get; }

    internal override void Attach(IReadOnlyList<string> parent, int repetition, int definition)
    {
        SetLevels([.. parent, Name], repetition + 1, definition + (IsNullable ? 1 : 0) + 1);
        string[] below = _hasContainer ? [.. parent, Name, ContainerName] : [.. parent, Name];
        if (_hasContainer) Item.Attach(below, MaxRepetitionLevel, MaxDefinitionLevel);
        else Item.Attach(below, repetition, definition + (IsNullable ? 1 : 0));
    }

    internal override IEnumerable<DataField> Leaves() => Item.Leaves();

    public override bool Equals(object? obj) => base.Equals(obj) && obj is ListField other && other.Item.Equals(Item);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Item);
}
