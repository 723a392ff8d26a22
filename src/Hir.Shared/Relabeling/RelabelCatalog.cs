namespace Hir.Shared.Relabeling;

/// <summary>The instruction generation functions that a configuration can name.</summary>
public static class RelabelCatalog
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = [BinaryRelabeler.Name];

    /// <summary>Creates an instruction generation function by its name.</summary>
    /// <exception cref="InputException">The name is not known.</exception>
    public static IRelabeler Create(string name, Instructions instructions) => name switch
    {
        BinaryRelabeler.Name => new BinaryRelabeler(instructions),
        _ => throw new InputException(UnknownName.Describe("relabeling", name, Names)),
    };
}
