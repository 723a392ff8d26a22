namespace Hir.Shared.Tasks.Families;

/// <summary>
/// SplitMix64, a 64-bit generator whose sequence is fixed by its definition (Steele, Lea and Flood, 2014): a task's data set must stay the
/// same on every machine and with every version of the runtime, which <see cref="Random"/> does not promise.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator for one purpose under a seed: equal pairs give equal sequences, other pairs unrelated ones.</summary>
    public static SeededRandom For(string purpose, long seed)
    {
        // FNV-1a over the purpose, mixed with the seed by one step of the generator each.
        var hash = 14695981039346656037UL;
        foreach (var character in purpose)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return new SeededRandom(new SeededRandom(hash).Next() ^ new SeededRandom(unchecked((ulong)seed)).Next());
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number in [0, <paramref name="bound"/>). The bias of the multiplication is below bound / 2^64.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number in [0, 1), in steps of 2^-53.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [<paramref name="low"/>, <paramref name="high"/>], both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>One entry of a list.</summary>
    public T Pick<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    /// <summary><paramref name="count"/> different entries of a list, in random order.</summary>
    public T[] Sample<T>(IReadOnlyList<T> values, int count)
    {
        var pool = values.ToArray();
        for (var i = 0; i < count; i++)
        {
            var other = Between(i, pool.Length - 1);
            (pool[i], pool[other]) = (pool[other], pool[i]);
        }

        return pool[..count];
    }
}
