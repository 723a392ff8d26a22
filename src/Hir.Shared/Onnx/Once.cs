namespace Hir.Shared.Onnx;

/// <summary>Which fields of a message were there, so that none is read twice; their numbers are below 64.</summary>
internal struct Once(string message)
{
    private ulong _seen;

    /// <summary>Notes a field that may stand once.</summary>
    /// <exception cref="FormatException">It was there already.</exception>
    public void See(int field)
    {
        if (Saw(field)) throw new FormatException($"field {field} of a {message} stands twice");
        Seen(field);
    }

    /// <summary>Notes a field that may stand several times.</summary>
    /// <exception cref="FormatException">The message has no such field.</exception>
    public void Seen(int field) => _seen |= field < 64 ? 1UL << field : throw Unknown(field);

    public readonly bool Saw(int field) => field < 64 && (_seen & (1UL << field)) != 0;

    public readonly bool SawOtherThan(int first, int second, int third) =>
        (_seen & ~((1UL << first) | (1UL << second) | (1UL << third))) != 0;

    public readonly FormatException Unknown(int field) => new($"it holds field {field} of a {message}, which Hir does not write");
}
