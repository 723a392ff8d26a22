using Hir.Learner.Batching;
using Hir.Shared.Configuration;
using Hir.Shared.Pairs;

namespace Hir.Learner.Objectives;

/// <summary>
/// PPO: L_policy + value_coefficient L_value + kl L_KL + beta L_entropy, each the mean over all output tokens of the batch. Advantages are
/// generalised ones against a value head, or scores against the mean of the query's samples, whitened over the iteration's tokens if asked
/// for.
/// </summary>
internal sealed class PpoObjective(ObjectiveSection settings) : PolicyObjective(settings)
{
    public override bool HasValues => Settings.Baseline == BaselineKind.Value;

    public override IReadOnlyList<PairTargets> Targets(IReadOnlyList<TrainingPair> pairs, IReadOnlyList<float[]> values)
    {
        double[] ofGroups = HasValues ? [] : Advantages.OfGroups(pairs, scaled: false);
        double[][] advantages = [.. pairs.Select((pair, i) => HasValues
            ? Advantages.Generalized(pair.Sampled!.Score, values[i], Settings.GaeLambda)
            : Enumerable.Repeat(ofGroups[i], pair.OutputTokenIds.Count).ToArray())];
        float[][] returns = [.. advantages.Select((a, i) => HasValues ? a.Select((x, t) => (float)(x + values[i][t])).ToArray() : [])];
        if (Settings.Whiten) Advantages.Whiten(advantages);
        return [.. pairs.Select((_, i) => new PairTargets
        {
            Advantages = [.. advantages[i].Select(a => (float)a)],
            Values = HasValues ? values[i] : [],
            Returns = returns[i],
        })];
    }

    protected override double Share(TrainingPair pair, BatchTotals totals) => 1.0 / totals.Tokens;
}
