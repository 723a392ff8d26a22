using Hir.Learner.Batching;
using Hir.Shared.Pairs;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>HIR, Eq. 6: L_supervised + alpha L_contrastive + beta L_entropy.</summary>
internal sealed class HirObjective(IContrast contrast, double alpha, double beta, double labelSmoothing) : IObjective
{
    public PromptRows Rows => contrast.Rows;

    public bool Uses(TrainingPair pair) => true;

    public LossTerms Terms(OutputLogprobs outputs, BatchTotals totals)
    {
        Tensor supervised = SupervisedTerms.Supervised(outputs, totals, labelSmoothing);
        Tensor entropy = SupervisedTerms.Entropy(outputs, totals, withGradient: beta != 0);
        Tensor? contrastive = contrast.Sum(outputs)?.div(totals.Pairs);
        Tensor loss = supervised;
        if (beta != 0) loss = loss + entropy * beta;
        if (contrastive is not null && alpha != 0) loss = loss + contrastive * alpha;
        return new LossTerms(loss, supervised, contrastive, entropy);
    }
}
