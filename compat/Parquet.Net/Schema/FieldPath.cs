namespace Parquet.Schema;

/// <summary>The names from the root of a schema down to a field.</summary>
public class FieldPath : IEquatable<FieldPath>
{
    private readonly string[] _parts;

    public FieldPath(params string[] parts) => _parts = [.. parts];

    public FieldPath(IEnumerable<string> parts) => _parts = [.. parts];

    /// <summary>A path of one part; slashes and dots in it have no meaning.</summary>
    public FieldPath(string firstPart) => _parts = [firstPart];

    public int Length => _parts.Length;

    public string FirstPart => _parts[0];

    public string this[int i] => _parts[i];

    public List<string> ToList() => [.. _parts];

    public bool Equals(FieldPath? other) => other is not null && _parts.AsSpan().SequenceEqual(other._parts);

    public override bool Equals(object? obj) => Equals(obj as FieldPath);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (string part in _parts) hash.Add(part, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The parts joined by slashes.</summary>
    public override string ToString() => string.Join('/', _parts);

    public static FieldPath operator +(FieldPath left, FieldPath right) => new([.. left._parts, .. right._parts]);
}
