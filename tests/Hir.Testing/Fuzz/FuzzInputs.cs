namespace Hir.Testing.Fuzz;

/// <summary>
/// Makes the inputs of a target: each depends on reader, seed and index alone, so that one can be made again without the others.
/// </summary>
public sealed class FuzzInputs(string reader, IReadOnlyList<byte[]> seeds, IReadOnlyList<Mutation> mutations)
{
    private const int MostMutations = 6;

    // Grown inputs stay small beside what the readers' own limits allow: those have tests of their own.
    private readonly int _longest = (4 * seeds.Max(s => s.Length)) + (1 << 16);

    /// <summary>The input of an index. The first ones are the seeds themselves.</summary>
    public byte[] At(int index)
    {
        if (index < seeds.Count) return seeds[index];
        Random random = new(SeedOf(index));
        byte[] input = seeds[random.Next(seeds.Count)];
        // One change is the most telling; several reach what lies behind a check.
        int count = random.Next(2) == 0 ? 1 : random.Next(1, MostMutations + 1);
        for (int i = 0; i < count; i++)
        {
            input = mutations[random.Next(mutations.Count)](random, input, seeds[random.Next(seeds.Count)]);
            if (input.Length > _longest) input = input[.._longest];
        }

        return input;
    }

    private int SeedOf(int index)
    {
        uint hash = 2166136261;
        foreach (char c in reader) hash = (hash ^ c) * 16777619;
        hash = (hash ^ (uint)FuzzSettings.Seed) * 16777619;
        hash = (hash ^ (uint)index) * 2654435761;
        return (int)(hash ^ (hash >> 15));
    }
}
