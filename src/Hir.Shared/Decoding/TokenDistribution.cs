using System.Numerics.Tensors;

namespace Hir.Shared.Decoding;

/// <summary>The softmax of one row of logits, as the raw model means it: before temperature, truncation and suppression.</summary>
public static class TokenDistribution
{
    /// <summary>Entries summed in one go; the sums of the blocks are added in double, so that a large vocabulary loses no digits.</summary>
    internal const int BlockSize = 256;

    /// <summary>The natural-log probability of one token.</summary>
    /// <param name="logits">One row, [vocabulary].</param>
    /// <param name="tokenId">The token, within the row.</param>
    /// <param name="scratch">At least as long as the row; overwritten.</param>
    /// <exception cref="InvalidOperationException">A logit is not finite.</exception>
    public static float Logprob(ReadOnlySpan<float> logits, int tokenId, Span<float> scratch) =>
        (float)(logits[tokenId] - LogNormalizer(logits, scratch, out _));

    /// <summary>log of the sum of exp(logit), and on the way exp(logit - max) in <paramref name="weights"/>.</summary>
    internal static double LogNormalizer(ReadOnlySpan<float> logits, Span<float> weights, out float max)
    {
        max = CheckedMax(logits);
        weights = weights[..logits.Length];
        TensorPrimitives.Subtract(logits, max, weights);
        TensorPrimitives.Exp(weights, weights);
        return max + Math.Log(Sum(weights));
    }

    /// <summary>The sum in double over blocks summed in single precision: the same blocks in which <see cref="TokenSampler"/> searches.</summary>
    internal static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        for (int start = 0; start < values.Length; start += BlockSize)
        {
            sum += TensorPrimitives.Sum(values.Slice(start, Math.Min(BlockSize, values.Length - start)));
        }

        return sum;
    }

    private static float CheckedMax(ReadOnlySpan<float> logits)
    {
        // Both keep a NaN, so two finite results mean that every logit is finite.
        float max = TensorPrimitives.Max(logits);
        if (float.IsFinite(max) && float.IsFinite(TensorPrimitives.Min(logits))) return max;

        int bad = 0;
        while (float.IsFinite(logits[bad])) bad++;
        throw new InvalidOperationException(
            $"The model's logit for token {bad} is {logits[bad]}: every logit must be finite. The weights may hold NaN or infinity, or overflow in their dtype.");
    }
}
