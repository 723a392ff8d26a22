using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Hir.Shared.Decoding;

/// <summary>
/// top_k and top_p over one row: the weights of the tokens that are cut off become 0. Exact, and mostly without a sort: vectorised passes close in on
/// the cut from both sides, and only the few tokens that are left between are sorted.
/// </summary>
internal sealed class TokenTruncation(int vocabularySize)
{
    private const int BlockSize = TokenDistribution.BlockSize;

    /// <summary>So many tokens are sorted rather than halved again.</summary>
    private const int FewEnough = 64;

    private readonly float[] _logits = new float[vocabularySize];
    private readonly ulong[] _keys = new ulong[vocabularySize];
    private float[] _weights = [];

    /// <summary>Takes a row.</summary>
    /// <param name="logits">The row; copied.</param>
    /// <param name="weights">exp((logit - max) / T), the largest about 1; changed in place.</param>
    public void Begin(ReadOnlySpan<float> logits, float[] weights)
    {
        // + 0 turns -0 into 0, so that equal logits have equal bits.
        TensorPrimitives.Add(logits, 0f, _logits);
        _weights = weights;
    }

    /// <summary>Keeps the k largest logits, k below their number; of equal ones the lower ids.</summary>
    public void KeepLikeliest(int k)
    {
        float low = TensorPrimitives.Min<float>(_logits);
        float high = TensorPrimitives.Max<float>(_logits);
        Cut(_logits, low, MathF.BitIncrement(high), target: k, byWeight: false);
    }

    /// <summary>Keeps the shortest beginning, in the order of falling logits, that reaches <paramref name="p"/> of the weight.</summary>
    public void KeepNucleus(double p)
    {
        double sum = TokenDistribution.Sum(_weights);
        // All tokens below this weight together weigh less than 1 - p of the sum, so none of them is needed; half of it leaves room for rounding.
        float low = (float)(0.5 * (1 - p) * sum / _weights.Length);
        Cut(_weights, low, MathF.BitIncrement(TensorPrimitives.Max<float>(_weights)), p * sum, byWeight: true);
    }

    /// <summary>
    /// Keeps the shortest beginning, in the order of falling logits, whose measure (1 or the weight of each token) reaches the target.
    /// </summary>
    /// <param name="values">What the halving goes by: the logits, or the weights, which never fall when the logits rise.</param>
    /// <param name="low">The tokens from here on reach the target.</param>
    /// <param name="high">Those from here on do not.</param>
    /// <param name="target">The measure to reach.</param>
    /// <param name="byWeight">Whether the measure is the weight.</param>
    private void Cut(float[] values, float low, float high, double target, bool byWeight)
    {
        int countFromLow = values.Length;
        int countFromHigh = 0;
        double before = 0;
        while (countFromLow - countFromHigh > FewEnough)
        {
            float middle = byWeight ? MiddleOfBits(low, high) : low + 0.5f * (high - low);
            if (!(middle > low && middle < high)) break;

            double weight = From(middle, values, out int count);
            double measure = byWeight ? weight : count;
            if (measure >= target) (low, countFromLow) = (middle, count);
            else (high, countFromHigh, before) = (middle, count, measure);
        }

        Span<ulong> keys = Between(low, high, values);
        // With p within rounding of 1 the sums can miss the target by all the tokens there are: nothing is cut.
        if (keys.IsEmpty) return;
        keys.Sort();
        int cutId = -1;
        foreach (ulong key in keys)
        {
            cutId = (int)(uint)key;
            before += byWeight ? _weights[cutId] : 1;
            if (before >= target) break;
        }

        Drop(_logits[cutId], cutId);
    }

    /// <summary>Number and weight of the tokens whose value is not below a bound.</summary>
    private double From(float bound, float[] values, out int count)
    {
        double weight = 0;
        count = 0;
        Vector<float> bounds = new(bound);
        for (int start = 0; start < values.Length; start += BlockSize)
        {
            int length = Math.Min(BlockSize, values.Length - start);
            ReadOnlySpan<float> blockValues = values.AsSpan(start, length);
            ReadOnlySpan<float> blockWeights = _weights.AsSpan(start, length);
            ReadOnlySpan<Vector<float>> valueVectors = MemoryMarshal.Cast<float, Vector<float>>(blockValues);
            ReadOnlySpan<Vector<float>> weightVectors = MemoryMarshal.Cast<float, Vector<float>>(blockWeights);
            Vector<float> sums = Vector<float>.Zero;
            Vector<int> counts = Vector<int>.Zero;
            for (int i = 0; i < valueVectors.Length; i++)
            {
                Vector<int> inside = Vector.GreaterThanOrEqual(valueVectors[i], bounds);
                sums += Vector.ConditionalSelect(inside, weightVectors[i], Vector<float>.Zero);
                counts -= inside;
            }

            weight += Vector.Sum(sums);
            count += Vector.Sum(counts);
            for (int i = valueVectors.Length * Vector<float>.Count; i < length; i++)
            {
                if (blockValues[i] < bound) continue;
                weight += blockWeights[i];
                count++;
            }
        }

        return weight;
    }

    /// <summary>Keys of the tokens with a value in [low, high): sorted, they follow each other by falling logit and then by rising id.</summary>
    private Span<ulong> Between(float low, float high, float[] values)
    {
        int count = 0;
        Vector<float> lows = new(low);
        Vector<float> highs = new(high);
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int v = 0; v < vectors.Length; v++)
        {
            Vector<int> inside = Vector.GreaterThanOrEqual(vectors[v], lows) & Vector.LessThan(vectors[v], highs);
            if (Vector.EqualsAll(inside, Vector<int>.Zero)) continue;
            for (int i = v * Vector<float>.Count; i < (v + 1) * Vector<float>.Count; i++) Add(i);
        }

        for (int i = vectors.Length * Vector<float>.Count; i < values.Length; i++) Add(i);
        return _keys.AsSpan(0, count);

        void Add(int id)
        {
            if (values[id] >= low && values[id] < high) _keys[count++] = ((ulong)~Ordered(_logits[id]) << 32) | (uint)id;
        }
    }

    /// <summary>Takes the weight from every token below the cut, and from those with the cut's own logit and a higher id.</summary>
    private void Drop(float cut, int cutId)
    {
        Vector<float> cuts = new(cut);
        ReadOnlySpan<Vector<float>> logits = MemoryMarshal.Cast<float, Vector<float>>(_logits);
        Span<Vector<float>> weights = MemoryMarshal.Cast<float, Vector<float>>(_weights.AsSpan());
        for (int v = 0; v < logits.Length; v++)
        {
            weights[v] = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(logits[v], cuts), weights[v], Vector<float>.Zero);
        }

        for (int i = logits.Length * Vector<float>.Count; i < _logits.Length; i++)
        {
            if (_logits[i] < cut) _weights[i] = 0;
        }

        int from = cutId + 1;
        for (int next; (next = _logits.AsSpan(from).IndexOf(cut)) >= 0; from += next + 1) _weights[from + next] = 0;
    }

    /// <summary>Between two numbers that are not negative: near their geometric mean, as weights spread over many orders of magnitude.</summary>
    private static float MiddleOfBits(float low, float high)
    {
        uint lowBits = BitConverter.SingleToUInt32Bits(low);
        return BitConverter.UInt32BitsToSingle(lowBits + (BitConverter.SingleToUInt32Bits(high) - lowBits) / 2);
    }

    /// <summary>Bits that order as the floats do.</summary>
    private static uint Ordered(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }
}
