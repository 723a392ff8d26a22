namespace Hir.Testing.Fuzz;

/// <summary>Makes another input of one, perhaps with parts of a second; neither is changed.</summary>
public delegate byte[] Mutation(Random random, byte[] input, byte[] other);

/// <summary>The mutations that fit each sort of file.</summary>
public static class Mutations
{
    /// <summary>For formats of bytes.</summary>
    public static IReadOnlyList<Mutation> Binary { get; } =
    [
        ByteMutations.FlipBit, ByteMutations.SetByte, ByteMutations.SetNumber, ByteMutations.SetNumber, ByteMutations.SetVarint,
        ByteMutations.Insert, ByteMutations.Delete, ByteMutations.Repeat, ByteMutations.Truncate, ByteMutations.Splice,
    ];

    /// <summary>For JSON, also a line at a time.</summary>
    public static IReadOnlyList<Mutation> Json { get; } =
    [
        JsonMutations.SetNumber, JsonMutations.SetText, JsonMutations.SetValue, JsonMutations.SetValue, JsonMutations.DropValue,
        JsonMutations.RepeatValue, JsonMutations.Nest, JsonMutations.Exchange, JsonMutations.Exchange, ByteMutations.FlipBit,
        ByteMutations.SetByte, ByteMutations.Delete, ByteMutations.Repeat, ByteMutations.Truncate, ByteMutations.Splice,
    ];

    /// <summary>For JSON with many kinds of objects beside long lists, besides <see cref="Json"/>: what comes out is JSON.</summary>
    public static IReadOnlyList<Mutation> JsonNodes { get; } =
    [
        JsonNodeMutations.SetChild, JsonNodeMutations.SetChild, JsonNodeMutations.SetChild, JsonNodeMutations.DropChild,
        JsonNodeMutations.RepeatChild, JsonNodeMutations.ExchangeChild, JsonNodeMutations.ExchangeChild,
    ];

    /// <summary>For YAML.</summary>
    public static IReadOnlyList<Mutation> Yaml { get; } =
    [
        YamlMutations.RepeatLine, YamlMutations.DropLine, YamlMutations.Indent, YamlMutations.SetValue, YamlMutations.SetValue,
        YamlMutations.SetKey, YamlMutations.Insert, ByteMutations.FlipBit, ByteMutations.SetByte, ByteMutations.Insert,
        ByteMutations.Delete,
        ByteMutations.Repeat, ByteMutations.Truncate, ByteMutations.Splice,
    ];
}
