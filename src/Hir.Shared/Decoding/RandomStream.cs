namespace Hir.Shared.Decoding;

/// <summary>
/// The uniform draws of one sequence. Counter-based: draw t is a pure function of (seed, stream, sample, t), so what a sequence draws depends neither
/// on its neighbours nor on the batch size, and nothing has to be saved to continue it.
/// </summary>
/// <remarks>
/// Two rounds of a 64-bit finaliser (xor-shift and multiply) over a Weyl sequence, each round under a key of its own. For a fixed seed two streams
/// never share a key before the sample index enters, and for a fixed stream two samples never do.
/// </remarks>
public readonly struct RandomStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong _key;
    private readonly ulong _salt;

    /// <summary>Creates the stream of one sequence.</summary>
    /// <param name="seed">The run's or the call's seed.</param>
    /// <param name="streamId">Which query, see <see cref="StreamIds"/>.</param>
    /// <param name="sampleIndex">Which of the query's samples, from 0.</param>
    public RandomStream(long seed, long streamId, int sampleIndex)
    {
        ulong ofSeed = Mix((ulong)seed + Golden);
        ulong ofStream = Mix(ofSeed ^ (ulong)streamId);
        _key = Mix(ofStream + ((ulong)(uint)sampleIndex + 1) * Golden);
        _salt = Mix(_key ^ 0xD1B54A32D192ED03);
    }

    /// <summary>Draw number <paramref name="position"/>: uniform in [0, 1), a multiple of 2^-53.</summary>
    /// <param name="position">Which draw, from 0: the position of the output token.</param>
    public double DrawAt(int position) => (Mix(Mix(_key + (ulong)(uint)position * Golden) ^ _salt) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
