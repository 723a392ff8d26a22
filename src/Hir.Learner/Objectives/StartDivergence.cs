using Hir.Learner.Batching;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>L_KL of objectives that are no policy objectives: the mean of k3 over all output tokens, unweighted, under their own
/// prompts.</summary>
internal static class StartDivergence
{
    /// <summary>What a micro-batch adds to L_KL; null where the weight is 0.</summary>
    public static Tensor? Mean(OutputLogprobs outputs, BatchTotals totals, double weight) =>
        weight == 0
            ? null
            : PolicyTerms.Divergence(outputs.OwnTargets, outputs.PerToken(p => outputs.Targets[p].Start)).sum().div(totals.Tokens);
}
