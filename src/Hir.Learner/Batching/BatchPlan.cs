using Hir.Shared.Pairs;

namespace Hir.Learner.Batching;

/// <summary>
/// Which pairs each step of an iteration takes: a pure function of the step, so that a stopped iteration continues at any step. Without a
/// share of successes the pairs are gone through epoch by epoch, each epoch cut into batches of even size; with one, successes and the rest
/// are two pools that are gone through each at its own pace, and every batch takes its share of each.
/// </summary>
internal sealed class BatchPlan
{
    private readonly IReadOnlyList<TrainingPair> _pairs;
    private readonly List<Pool> _pools = [];
    private readonly long _seed;
    private readonly int _iteration;
    private readonly bool _shuffle;

    /// <summary>Plans an iteration.</summary>
    /// <param name="pairs">The pairs, in an order of their own that the seed's shuffling starts from.</param>
    /// <param name="iteration">The iteration: orders differ between iterations.</param>
    /// <param name="settings">Batch size, share, steps, epochs, seed.</param>
    public BatchPlan(IReadOnlyList<TrainingPair> pairs, int iteration, BatchSettings settings)
    {
        _pairs = pairs;
        (_seed, _iteration, _shuffle) = (settings.Seed, iteration, settings.Shuffle);
        int[] successes = [.. Enumerable.Range(0, pairs.Count).Where(i => pairs[i].IsSuccess == true)];
        int[] rest = [.. Enumerable.Range(0, pairs.Count).Where(i => pairs[i].IsSuccess != true)];
        if (settings.SuccessShare is double share && successes.Length > 0 && rest.Length > 0)
        {
            AddBalanced(successes, rest, settings.BatchSize, share);
        }
        else if (pairs.Count > 0)
        {
            int perEpoch = (pairs.Count + settings.BatchSize - 1) / settings.BatchSize;
            _pools.Add(new Pool([.. Enumerable.Range(0, pairs.Count)], 0, null, perEpoch));
        }

        Steps = pairs.Count == 0 ? 0 : settings.Steps;
        if (settings.MaxEpochs > 0 && _pools.Count > 0)
        {
            // The first pool is the successes' (or everything): the few that would otherwise be learnt by heart.
            Pool scarce = _pools[0];
            double perEpoch = scarce.Quota is int quota ? (double)scarce.Members.Length / quota : scarce.BatchesPerEpoch;
            Steps = (int)Math.Min(Steps, Math.Max(1, Math.Floor(perEpoch * settings.MaxEpochs)));
        }
    }

    /// <summary>How many steps the iteration has: what was asked for, less where the cap on epochs is reached before; 0 without
    /// pairs.</summary>
    public int Steps { get; }

    /// <summary>The batch of a step.</summary>
    /// <param name="step">From 0.</param>
    public TrainingPair[] Batch(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return [.. _pools.SelectMany(pool => pool.Quota is int quota ? Cyclic(pool, step, quota) : Epochwise(pool, step))];
    }

    private void AddBalanced(int[] successes, int[] rest, int batchSize, double share)
    {
        int wanted = Math.Clamp((int)Math.Round(share * batchSize), 0, batchSize);
        int right = Math.Min(wanted, successes.Length);
        int wrong = batchSize - wanted;

        // Fewer successes than a batch wants: the batch shrinks and keeps its share, it does not repeat a pair.
        if (right < wanted) wrong = (int)Math.Ceiling((double)right * wrong / wanted);
        wrong = Math.Min(wrong, rest.Length);
        if (right > 0) _pools.Add(new Pool(successes, 1, right, 0));
        if (wrong > 0) _pools.Add(new Pool(rest, 2, wrong, 0));
    }

    private IEnumerable<TrainingPair> Cyclic(Pool pool, int step, int quota)
    {
        for (long k = (long)step * quota; k < (long)(step + 1) * quota; k++)
        {
            int[] order = pool.Order((int)(k / pool.Members.Length), this);
            yield return _pairs[order[k % pool.Members.Length]];
        }
    }

    private IEnumerable<TrainingPair> Epochwise(Pool pool, int step)
    {
        int[] order = pool.Order(step / pool.BatchesPerEpoch, this);
        int batch = step % pool.BatchesPerEpoch;
        long start = (long)order.Length * batch / pool.BatchesPerEpoch;
        long end = (long)order.Length * (batch + 1) / pool.BatchesPerEpoch;
        for (long k = start; k < end; k++) yield return _pairs[order[k]];
    }

    /// <summary>Pairs that are gone through at one pace.</summary>
    private sealed class Pool(int[] members, int number, int? quota, int batchesPerEpoch)
    {
        private int _epoch = -1;
        private int[] _order = [];

        public int[] Members { get; } = members;

        public int? Quota { get; } = quota;

        public int BatchesPerEpoch { get; } = batchesPerEpoch;

        public int[] Order(int epoch, BatchPlan plan)
        {
            if (!plan._shuffle) return Members;
            if (epoch == _epoch) return _order;
            _order = [.. Shuffle.Order(Members.Length, plan._seed, plan._iteration, number, epoch).Select(i => Members[i])];
            _epoch = epoch;
            return _order;
        }
    }
}

/// <summary>How an iteration's batches are drawn.</summary>
/// <param name="BatchSize">Pairs at most a step.</param>
/// <param name="Steps">Steps at most.</param>
/// <param name="SuccessShare">The share of successes in each batch; null takes pairs as they come.</param>
/// <param name="MaxEpochs">How often a success is used at most (everything, without a share); 0 is no limit.</param>
/// <param name="Shuffle">Whether each epoch has an order of its own.</param>
/// <param name="Seed">The seed of the orders.</param>
internal sealed record BatchSettings(int BatchSize, int Steps, double? SuccessShare, double MaxEpochs, bool Shuffle, long Seed);
