using Hir.Learner.Batching;
using Hir.Shared.Pairs;

namespace Hir.Learner.Objectives;

/// <summary>Label-smoothed cross entropy alone: of every pair (SFT), or of the successes only (FARL).</summary>
internal sealed class SupervisedObjective(double labelSmoothing, bool successesOnly) : IObjective
{
    public PromptRows Rows => PromptRows.Own;

    public bool Uses(TrainingPair pair) => !successesOnly || pair.IsSuccess == true;

    public LossTerms Terms(OutputLogprobs outputs, BatchTotals totals)
    {
        TorchSharp.torch.Tensor supervised = SupervisedTerms.Supervised(outputs, totals, labelSmoothing);
        return new LossTerms(supervised, supervised, null, SupervisedTerms.Entropy(outputs, totals, withGradient: false));
    }
}
