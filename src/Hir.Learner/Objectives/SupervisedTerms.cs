using Hir.Learner.Batching;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>The terms over the outputs under their own prompts.</summary>
internal static class SupervisedTerms
{
    /// <summary>L_supervised: token cross entropy with label smoothing over the whole vocabulary, weighted by pair.</summary>
    public static Tensor Supervised(OutputLogprobs outputs, BatchTotals totals, double labelSmoothing)
    {
        // Pairs that all have weight 0 teach nothing; 0 / 0 would say NaN. The share of one token is rounded as the loss will be.
        double share = totals.WeightedTokens > 0 ? 1 / totals.WeightedTokens : 0;
        if (outputs.Own.dtype == ScalarType.Float32) share = (float)share;

        // All factors are multiplied in double and rounded once: they are the gradient.
        Tensor Coefficients(double factor) =>
            tensor((double[])[.. outputs.Batch.TokenWeights.Select(w => -share * w * factor)], outputs.Own.dtype, outputs.Device);

        Tensor loss = (outputs.OwnTargets * Coefficients(1 - labelSmoothing)).sum();
        if (labelSmoothing == 0) return loss;
        return loss + (outputs.Own.sum(-1) * Coefficients(labelSmoothing / outputs.Own.shape[1])).sum();
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
