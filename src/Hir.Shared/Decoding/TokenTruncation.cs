using System.Numerics.Tensors;

namespace Hir.Shared.Decoding;

/// <summary>
/// top_k and top_p over one row of logits. Exact, and mostly without a sort: blocks that cannot hold a kept token are skipped by their largest value, a
/// histogram finds where the cut lies, and only the tokens of that one bucket are sorted.
/// </summary>
internal sealed class TokenTruncation
{
    private const int BlockSize = TokenDistribution.BlockSize;
    private const int Buckets = 1024;

    private readonly int[] _ids;
    private readonly ulong[] _keys;
    private readonly float[] _blockMax;
    private readonly double[] _histogram = new double[Buckets];
    private readonly float[] _logits;
    private float[] _weights = [];
    private float _max;
    private int _count = -1;

    public TokenTruncation(int vocabularySize)
    {
        _logits = new float[vocabularySize];
        _ids = new int[vocabularySize];
        _keys = new ulong[vocabularySize];
        _blockMax = new float[(vocabularySize + BlockSize - 1) / BlockSize];
    }

    /// <summary>Takes a row: every token is a candidate.</summary>
    /// <param name="logits">The row; copied.</param>
    /// <param name="weights">exp((logit - max) / T); kept by reference until the draw.</param>
    /// <param name="max">The largest logit.</param>
    public void Begin(ReadOnlySpan<float> logits, float[] weights, float max)
    {
        // + 0 turns -0 into 0, so that equal logits have equal bits.
        TensorPrimitives.Add(logits, 0f, _logits);
        _weights = weights;
        _max = max;
        _count = -1;
    }

    /// <summary>Keeps the k largest logits; of equal ones the lower ids.</summary>
    public void KeepLikeliest(int k)
    {
        // The k-th largest of the blocks' maxima is no more than the k-th largest logit.
        float floor = float.NegativeInfinity;
        if (k <= _blockMax.Length)
        {
            for (int b = 0; b < _blockMax.Length; b++) _blockMax[b] = TensorPrimitives.Max(Block(_logits, b));
            _blockMax.AsSpan().Sort();
            floor = _blockMax[^k];
        }

        Gather(_logits, floor);
        Cut(target: k, byWeight: false);
    }

    /// <summary>Keeps the shortest beginning, in the order of falling logits, that reaches <paramref name="p"/> of the weight of the candidates.</summary>
    public void KeepNucleus(double p)
    {
        double sum;
        if (_count < 0)
        {
            sum = TokenDistribution.Sum(_weights);
            // All tokens below this weight together weigh less than 1 - p of the sum, so none of them is needed; half of it leaves room for rounding.
            Gather(_weights, (float)(0.5 * (1 - p) * sum / _weights.Length));
        }
        else
        {
            sum = 0;
            foreach (int id in Candidates) sum += _weights[id];
        }

        Cut(p * sum, byWeight: true);
    }

    /// <summary>The lowest candidate at which the running sum of weights exceeds <paramref name="uniform"/> times their sum.</summary>
    public int Draw(double uniform)
    {
        double sum = 0;
        foreach (int id in Candidates) sum += _weights[id];
        double target = uniform * sum;
        int last = _ids[0];
        sum = 0;
        foreach (int id in Candidates)
        {
            if (_weights[id] == 0) continue;
            sum += _weights[id];
            last = id;
            if (sum > target) break;
        }

        return last;
    }

    private ReadOnlySpan<int> Candidates => _ids.AsSpan(0, _count);

    private static Span<float> Block(float[] values, int block) =>
        values.AsSpan(block * BlockSize, Math.Min(BlockSize, values.Length - block * BlockSize));

    /// <summary>Makes the tokens whose value is not below the floor the candidates, in the order of ids.</summary>
    private void Gather(float[] values, float floor)
    {
        int count = 0;
        for (int b = 0; b < _blockMax.Length; b++)
        {
            ReadOnlySpan<float> block = Block(values, b);
            if (TensorPrimitives.Max(block) < floor) continue;
            for (int i = 0; i < block.Length; i++)
            {
                if (block[i] >= floor) _ids[count++] = b * BlockSize + i;
            }
        }

        _count = count;
    }

    /// <summary>Keeps the shortest beginning, in the order of falling logits, whose measure (1 or the weight of each) reaches the target.</summary>
    private void Cut(double target, bool byWeight)
    {
        if (!FindBucket(target, byWeight, out int cutBucket, out double before, out double scale)) return;

        int inBucket = 0;
        foreach (int id in Candidates)
        {
            if (BucketOf(_logits[id], scale) == cutBucket) _keys[inBucket++] = ((ulong)~Ordered(_logits[id]) << 32) | (uint)id;
        }

        Span<ulong> keys = _keys.AsSpan(0, inBucket);
        keys.Sort();
        int cutId = -1;
        foreach (ulong key in keys)
        {
            cutId = (int)(uint)key;
            before += byWeight ? _weights[cutId] : 1;
            if (before >= target) break;
        }

        float cut = _logits[cutId];
        int count = 0;
        foreach (int id in Candidates)
        {
            if (_logits[id] > cut || (_logits[id] == cut && id <= cutId)) _ids[count++] = id;
        }

        _count = count;
    }

    /// <summary>The bucket in which the measure reaches the target, and the measure before it; false when all candidates together do not reach it.</summary>
    private bool FindBucket(double target, bool byWeight, out int bucket, out double before, out double scale)
    {
        float min = _max;
        foreach (int id in Candidates) min = Math.Min(min, _logits[id]);
        scale = min < _max ? (Buckets - 1) / ((double)_max - min) : 0;

        Array.Clear(_histogram);
        foreach (int id in Candidates) _histogram[BucketOf(_logits[id], scale)] += byWeight ? _weights[id] : 1;

        before = 0;
        for (bucket = 0; bucket < Buckets; bucket++)
        {
            double after = before + _histogram[bucket];
            if (after >= target) return true;
            before = after;
        }

        return false;
    }

    // Never falls when the logit falls, which is all that the cut asks of it.
    private int BucketOf(float logit, double scale) => Math.Min(Buckets - 1, (int)(((double)_max - logit) * scale));

    /// <summary>Bits that order as the floats do.</summary>
    private static uint Ordered(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }
}
