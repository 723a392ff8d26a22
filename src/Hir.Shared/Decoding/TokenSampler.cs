using System.Numerics.Tensors;

namespace Hir.Shared.Decoding;

/// <summary>
/// Draws a token from a row of logits and says its log-probability under the raw model. Owns its buffers: no allocation a draw, not for two
/// threads at once.
/// </summary>
/// <remarks>
/// In this order: <list type="number">
/// <item>Suppressed tokens: as if they were not in the vocabulary, for everything but the log-probability.</item>
/// <item>Temperature 0: the largest logit; of equal ones the lowest id. Nothing else acts.</item>
/// <item>Temperature T: weights exp((logit - max) / T).</item>
/// <item>top_k = k: exactly the k largest logits stay (all, where there are no more); of equal logits the lower id stays.</item>
/// <item>top_p = p: of what is left, in the order of falling logits (of equal ones the lower id first), the shortest beginning whose
/// weights reach p of the weight left; at least one token.</item>
/// <item>The draw: with u in [0, 1) the lowest id at which the running sum of the kept weights, in the order of ids, exceeds u times their
/// sum.</item>
/// </list>
/// </remarks>
public sealed class TokenSampler
{
    private const int BlockSize = TokenDistribution.BlockSize;

    private readonly bool _greedy;
    private readonly float _inverseTemperature;
    private readonly double _topP;
    private readonly int _topK;
    private readonly float[] _weights;
    private readonly TokenTruncation? _truncation;
    private readonly int[] _suppressed;
    private readonly float[] _allowed;

    /// <summary>Creates it for rows of one length.</summary>
    /// <param name="settings">Temperature, top_k, top_p and suppressed tokens are used; all values are checked.</param>
    /// <param name="vocabularySize">The length of a row.</param>
    /// <exception cref="InputException">A setting is out of its range.</exception>
    public TokenSampler(SamplingSettings settings, int vocabularySize)
    {
        settings.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        _greedy = settings.Temperature == 0;
        // Neither infinite nor 0, so that no product with a difference of logits, which may be 0 or overflow, is undefined.
        _inverseTemperature = _greedy ? 1 : (float)Math.Clamp(1 / settings.Temperature, float.Epsilon, float.MaxValue);
        _topK = settings.TopK < vocabularySize ? settings.TopK : 0;
        _topP = settings.TopP;
        _weights = new float[vocabularySize];
        // A padded vocabulary may be shorter than a list that was made for another size of it.
        _suppressed = [.. settings.SuppressTokens.Where(id => id < vocabularySize).Distinct()];
        if (_suppressed.Length == vocabularySize)
        {
            throw new InputException("suppress_tokens names the whole vocabulary: leave at least one token.");
        }

        _allowed = _suppressed.Length > 0 ? new float[vocabularySize] : [];
        if (!_greedy && (_topK > 0 || _topP < 1)) _truncation = new TokenTruncation(vocabularySize);
    }

    /// <summary>Draws one token.</summary>
    /// <param name="logits">One row, [vocabulary], every entry finite.</param>
    /// <param name="uniform">The sequence's draw in [0, 1), see <see cref="RandomStream"/>; not used when greedy.</param>
    /// <exception cref="InvalidOperationException">A logit is not finite.</exception>
    public SampledToken Sample(ReadOnlySpan<float> logits, double uniform)
    {
        if (logits.Length != _weights.Length)
        {
            throw new ArgumentException($"A row of {logits.Length} logits was given to a sampler for {_weights.Length}.", nameof(logits));
        }

        double normalizer = TokenDistribution.LogNormalizer(logits, _weights, out float max);
        int id = _suppressed.Length > 0
            ? DrawAllowed(logits, uniform)
            : _greedy ? logits.IndexOf(max) : Draw(logits, max, uniform, rescale: false);
        return new SampledToken(id, (float)(logits[id] - normalizer));
    }

    /// <summary>Suppressed tokens get a logit below all others and then no weight.</summary>
    private int DrawAllowed(ReadOnlySpan<float> logits, double uniform)
    {
        logits.CopyTo(_allowed);
        float below = MathF.BitDecrement(TensorPrimitives.Min(logits));
        foreach (int id in _suppressed) _allowed[id] = below;
        float max = TensorPrimitives.Max<float>(_allowed);
        return _greedy ? _allowed.AsSpan().IndexOf(max) : Draw(_allowed, max, uniform, rescale: true);
    }

    /// <summary>Draws by temperature and truncation.</summary>
    /// <param name="logits">The row.</param>
    /// <param name="max">Its largest entry.</param>
    /// <param name="uniform">The draw.</param>
    /// <param name="rescale">Whether the weights are not yet exp(logit - max).</param>
    private int Draw(ReadOnlySpan<float> logits, float max, double uniform, bool rescale)
    {
        if (_inverseTemperature != 1 || rescale)
        {
            TensorPrimitives.Subtract(logits, max, _weights);
            TensorPrimitives.Multiply(_weights, _inverseTemperature, _weights);
            TensorPrimitives.Exp(_weights, _weights);
        }

        foreach (int id in _suppressed) _weights[id] = 0;

        if (_truncation is not null)
        {
            _truncation.Begin(logits, _weights);
            if (_topK > 0) _truncation.KeepLikeliest(_topK);
            if (_topP < 1) _truncation.KeepNucleus(_topP);
        }

        return DrawFrom(_weights, uniform);
    }

    /// <summary>Skips whole blocks by their sums, then scans the one in which the draw lies.</summary>
    private static int DrawFrom(ReadOnlySpan<float> weights, double uniform)
    {
        double target = uniform * TokenDistribution.Sum(weights);
        double before = 0;
        int last = 0;
        for (int start = 0; start < weights.Length; start += BlockSize)
        {
            ReadOnlySpan<float> block = weights.Slice(start, Math.Min(BlockSize, weights.Length - start));
            double after = before + TensorPrimitives.Sum(block);
            if (after > before) last = start;
            if (after > target) return Scan(block, start, target - before);
            before = after;
        }

        // Rounding can put the target on the whole sum: the last token that has any weight.
        return Scan(weights.Slice(last, Math.Min(BlockSize, weights.Length - last)), last, double.PositiveInfinity);
    }

    private static int Scan(ReadOnlySpan<float> block, int start, double target)
    {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < block.Length; i++)
        {
            if (block[i] == 0) continue;
            sum += block[i];
            last = i;
            if (sum > target) break;
        }

        return start + last;
    }
}
