using Hir.Learner.Batching;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>The terms over the outputs under their own prompts.</summary>
internal static class SupervisedTerms
{
    /// <summary>L_supervised: token cross entropy with label smoothing over the whole vocabulary, weighted by pair.</summary>
    public static Tensor Supervised(OutputLogprobs outputs, BatchTotals totals, double labelSmoothing)
    {
        Tensor crossEntropy = outputs.OwnTargets.neg();
        if (labelSmoothing > 0)
        {
            crossEntropy = crossEntropy.mul(1 - labelSmoothing) - outputs.Own.mean([-1L]).mul(labelSmoothing);
        }

        // Pairs that all have weight 0 teach nothing; 0 / 0 would say NaN.
        double scale = totals.WeightedTokens > 0 ? 1 / totals.WeightedTokens : 0;
        Tensor weights = tensor(outputs.Batch.TokenWeights, device: outputs.Device);
        return crossEntropy.mul(weights).sum().mul(scale);
    }

    /// <summary>L_entropy: minus the mean entropy of the distributions that predict the output tokens, unweighted.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="totals">The batch's totals.</param>
    /// <param name="withGradient">False where it is only logged.</param>
    public static Tensor Entropy(OutputLogprobs outputs, BatchTotals totals, bool withGradient)
    {
        Tensor logprobs = withGradient ? outputs.Own : outputs.Own.detach();
        return logprobs.exp().mul(logprobs).sum().div(totals.Tokens);
    }
}
