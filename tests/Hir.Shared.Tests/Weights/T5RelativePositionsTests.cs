using Hir.Shared.Weights.Architectures;

namespace Hir.Shared.Tests.Weights;

public sealed class T5RelativePositionsTests
{
    // Where each bucket begins, by distance, as PyTorch's _relative_position_bucket of Transformers gives it for 32 buckets up to 128.
    private static readonly int[] DecoderStarts =
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 19, 21, 24, 27, 31, 35, 40, 46, 52, 59, 67, 77, 87, 99, 113];
    private static readonly int[] EncoderStarts = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91];

    private static readonly T5Config Config = (T5Config)ModelConfig.Parse(
        """{"model_type":"t5","vocab_size":10,"d_model":4,"d_kv":2,"d_ff":6,"num_layers":2,"num_heads":2}""");

    [Fact]
    public void DecoderBuckets_EveryDistance_IsThatOfTransformers()
    {
        int[] buckets = T5RelativePositions.DecoderBuckets(Config);
        Assert.Equal(129, buckets.Length);
        for (int distance = 0; distance <= 128; distance++)
        {
            Assert.Equal(DecoderStarts.Count(start => start <= distance) - 1, buckets[distance]);
        }
    }

    [Fact]
    public void EncoderBuckets_EveryDifference_IsThatOfTransformers()
    {
        int[] buckets = T5RelativePositions.EncoderBuckets(Config);
        Assert.Equal(257, buckets.Length);
        for (int difference = -128; difference <= 128; difference++)
        {
            int expected = EncoderStarts.Count(start => start <= Math.Abs(difference)) - 1 + (difference > 0 ? 16 : 0);
            Assert.Equal(expected, buckets[difference + 128]);
        }
    }
}
