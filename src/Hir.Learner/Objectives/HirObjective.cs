using Hir.Learner.Batching;
using Hir.Shared.Configuration;
using Hir.Shared.Pairs;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>HIR, Eq. 6: L_supervised + alpha L_contrastive + beta L_entropy, and perhaps + kl L_KL.</summary>
internal sealed class HirObjective(IContrast contrast, ObjectiveSection settings) : IObjective
{
    public PromptRows Rows => contrast.Rows;

    public int Negatives => settings.BatchNegatives;

    public bool KeepsShare => true;

    public string WhyNone => "has no pair"; // It uses every pair that there is.

    public IEnumerable<TrainingPair> Select(IReadOnlyList<TrainingPair> pairs) =>
        settings is { Contrast: ContrastKind.Exclusion, ExclusionWrongOnly: true }
            ? pairs.Select(p => p.IsSuccess == true ? p with { ContrastPromptTokenIds = null } : p)
            : pairs;

    public LossTerms Terms(OutputLogprobs outputs, BatchTotals totals)
    {
        Tensor supervised = SupervisedTerms.Supervised(outputs, totals, settings.LabelSmoothing);
        Tensor entropy = SupervisedTerms.Entropy(outputs, totals, withGradient: settings.Beta != 0);
        Tensor? contrastive = contrast.Sum(outputs)?.div(totals.Pairs);
        Tensor? divergence = StartDivergence.Mean(outputs, totals, settings.Kl);
        Tensor loss = supervised;
        if (settings.Beta != 0) loss = loss + entropy * settings.Beta;
        if (contrastive is not null && settings.Alpha != 0) loss = loss + contrastive * settings.Alpha;
        if (divergence is not null) loss = loss + divergence * settings.Kl;
        return new LossTerms(loss, entropy) { Supervised = supervised, Contrastive = contrastive, Kl = divergence };
    }
}
