namespace Hir.Shared.Weights.Architectures;

/// <summary>
/// The buckets of T5's relative position bias (Raffel et al. 2020, section 2.1, as Transformers computes them): exact for near positions,
/// logarithmic for farther ones. The bucket depends on a clamped distance alone, so a table replaces the logarithm and no two engines can
/// round it differently.
/// </summary>
public static class T5RelativePositions
{
    /// <summary>
    /// The encoder's buckets: entry <c>key - query + max_distance</c>, the difference clamped to ±max_distance, so 2 max_distance + 1 entries.
    /// </summary>
    public static int[] EncoderBuckets(T5Config config)
    {
        int most = config.RelativeAttentionMaxDistance;
        int half = config.RelativeAttentionNumBuckets / 2;
        return [.. Enumerable.Range(-most, (2 * most) + 1)
            .Select(difference => (difference > 0 ? half : 0) + Bucket(Math.Abs(difference), half, most))];
    }

    /// <summary>
    /// The decoder's buckets: entry <c>query - key</c>, clamped to 0..max_distance, so max_distance + 1 entries. Later keys are never attended to.
    /// </summary>
    public static int[] DecoderBuckets(T5Config config)
    {
        int most = config.RelativeAttentionMaxDistance;
        return [.. Enumerable.Range(0, most + 1).Select(distance => Bucket(distance, config.RelativeAttentionNumBuckets, most))];
    }

    private static int Bucket(int distance, int buckets, int maxDistance)
    {
        int exact = buckets / 2;
        if (distance < exact) return distance;
        float share = MathF.Log((float)distance / exact) / (float)Math.Log((double)maxDistance / exact);
        return Math.Min(exact + (int)(share * (buckets - exact)), buckets - 1);
    }
}
