using Hir.Shared.Pairs;

namespace Hir.Learner.Batching;

/// <summary>What the terms of a whole batch are divided by. Micro-batches divide by these too, so that how a batch is split changes
/// nothing.</summary>
/// <param name="Pairs">B, how many pairs.</param>
/// <param name="Tokens">The sum of L_i, output tokens that are trained on.</param>
/// <param name="WeightedTokens">The sum of w_i L_i.</param>
internal sealed record BatchTotals(int Pairs, long Tokens, double WeightedTokens)
{
    /// <summary>The totals of a batch.</summary>
    public static BatchTotals Of(IReadOnlyList<TrainingPair> batch) =>
        new(batch.Count, batch.Sum(p => (long)p.TrainedTokens), batch.Sum(p => p.Weight * p.TrainedTokens));
}
