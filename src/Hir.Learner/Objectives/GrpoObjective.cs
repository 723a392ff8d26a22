using Hir.Learner.Batching;
using Hir.Shared.Configuration;
using Hir.Shared.Pairs;

namespace Hir.Learner.Objectives;

/// <summary>
/// GRPO: L_policy + kl L_KL + beta L_entropy, the first two the mean over outputs of the mean over their tokens. An output's advantage is
/// its
/// score's distance from the mean of the query's samples in deviations; no value head.
/// </summary>
internal sealed class GrpoObjective(ObjectiveSection settings) : PolicyObjective(settings)
{
    public override IReadOnlyList<PairTargets> Targets(IReadOnlyList<TrainingPair> pairs, IReadOnlyList<float[]> values)
    {
        double[] advantages = Advantages.OfGroups(pairs, scaled: true);
        return [.. pairs.Select((pair, i) => new PairTargets
        {
            Advantages = [.. Enumerable.Repeat((float)advantages[i], pair.OutputTokenIds.Count)],
        })];
    }

    protected override double Share(TrainingPair pair, BatchTotals totals) => 1.0 / totals.Pairs / pair.OutputTokenIds.Count;
}
