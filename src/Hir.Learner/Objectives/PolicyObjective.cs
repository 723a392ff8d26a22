using Hir.Learner.Batching;
using Hir.Shared.Configuration;
using Hir.Shared.Pairs;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>
/// What PPO and GRPO share: outputs as they were sampled, under the prompt that they were sampled with, and advantages that are fixed
/// before the iteration's first step.
/// </summary>
internal abstract class PolicyObjective(ObjectiveSection settings) : IObjective
{
    public PromptRows Rows => PromptRows.Own;

    public bool KeepsShare => false;

    public string WhyNone => "belongs to a query whose samples have different scores, and without them nothing is better than expected";

    /// <summary>Whether a value head says what was expected.</summary>
    public virtual bool HasValues => false;

    protected ObjectiveSection Settings { get; } = settings;

    /// <summary>With a group as baseline only the outputs of groups whose scores differ: the advantages of the others are 0.</summary>
    public IEnumerable<TrainingPair> Select(IReadOnlyList<TrainingPair> pairs) =>
        HasValues ? pairs.Where(p => p.Sampled is not null) : Advantages.OfGroupsThatDiffer(pairs);

    /// <summary>The advantages and returns of an iteration's pairs.</summary>
    /// <param name="pairs">All that <see cref="Select"/> gave.</param>
    /// <param name="values">V_0, one a token; empty lists without a value head.</param>
    public abstract IReadOnlyList<PairTargets> Targets(IReadOnlyList<TrainingPair> pairs, IReadOnlyList<float[]> values);

    public LossTerms Terms(OutputLogprobs outputs, BatchTotals totals)
    {
        // The weight of a pair's task, 1 where none is set, weighs its policy term.
        Tensor share = Coefficients(outputs, totals, weighted: false);
        Tensor sampled = outputs.PerToken(p => p.Sampled!.Logprobs);
        Tensor advantages = outputs.PerToken(p => outputs.Targets[p].Advantages);
        Tensor policy = (PolicyTerms.Clipped(outputs.OwnTargets, sampled, advantages, Settings.Clip)
            * Coefficients(outputs, totals, weighted: true)).sum();
        Tensor clipped = (PolicyTerms.IsClipped(outputs.OwnTargets, sampled, advantages, Settings.Clip) * share).sum();
        Tensor entropy = SupervisedTerms.Entropy(outputs, totals, withGradient: Settings.Beta != 0);
        Tensor? divergence = Settings.Kl == 0
            ? null
            : (PolicyTerms.Divergence(outputs.OwnTargets, outputs.PerToken(p => outputs.Targets[p].Start)) * share).sum();
        Tensor? value = !HasValues
            ? null
            : (PolicyTerms.ValueLoss(
                outputs.Values!, outputs.PerToken(p => outputs.Targets[p].Values), outputs.PerToken(p => outputs.Targets[p].Returns),
                Settings.ValueClip) * share).sum();

        Tensor loss = policy;
        if (Settings.Beta != 0) loss = loss + entropy * Settings.Beta;
        if (divergence is not null) loss = loss + divergence * Settings.Kl;
        if (value is not null) loss = loss + value * Settings.ValueCoefficient;
        return new LossTerms(loss, entropy) { Policy = policy, Kl = divergence, Value = value, ClipShare = clipped };
    }

    /// <summary>What a token of an output counts in the means of the batch.</summary>
    protected abstract double Share(TrainingPair pair, BatchTotals totals);

    private Tensor Coefficients(OutputLogprobs outputs, BatchTotals totals, bool weighted)
    {
        double[] shares = [.. outputs.Batch.Pairs.Select(p => Share(p, totals) * (weighted ? p.Weight : 1))];
        return tensor((double[])[.. outputs.Batch.PairOfToken.Select(i => shares[i])], outputs.Own.dtype, outputs.Device);
    }
}
