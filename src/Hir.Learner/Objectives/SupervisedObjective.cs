using Hir.Learner.Batching;
using Hir.Shared.Pairs;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>Label-smoothed cross entropy, of every pair (SFT) or of the successes only (FARL), and perhaps + kl L_KL.</summary>
internal sealed class SupervisedObjective(double labelSmoothing, double kl, bool successesOnly) : IObjective
{
    public PromptRows Rows => PromptRows.Own;

    public bool KeepsShare => true;

    public string WhyNone => "is a success, and the objective trains on successes only";

    public IEnumerable<TrainingPair> Select(IReadOnlyList<TrainingPair> pairs) => pairs.Where(p => !successesOnly || p.IsSuccess == true);

    public LossTerms Terms(OutputLogprobs outputs, BatchTotals totals)
    {
        Tensor supervised = SupervisedTerms.Supervised(outputs, totals, labelSmoothing);
        Tensor? divergence = StartDivergence.Mean(outputs, totals, kl);
        Tensor loss = divergence is null ? supervised : supervised + divergence * kl;
        Tensor entropy = SupervisedTerms.Entropy(outputs, totals, withGradient: false);
        return new LossTerms(loss, entropy) { Supervised = supervised, Kl = divergence };
    }
}
