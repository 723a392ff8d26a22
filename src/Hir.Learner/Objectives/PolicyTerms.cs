using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>
/// The terms of policy objectives, token by token: l the model's log-probabilities, s the sampler's, a the start model's, A advantages, V
/// values.
/// Every argument and result is [tokens].
/// </summary>
internal static class PolicyTerms
{
    /// <summary>The clipped surrogate: -min(rho A, clip(rho, 1 - c, 1 + c) A) with rho = exp(l - s).</summary>
    public static Tensor Clipped(Tensor logprobs, Tensor sampled, Tensor advantages, double clip)
    {
        Tensor ratio = (logprobs - sampled).exp();
        return (ratio * advantages).minimum(ratio.clamp_min(1 - clip).clamp_max(1 + clip) * advantages).neg();
    }

    /// <summary>1 where clipping takes a token's gradient away, else 0: rho above 1 + c with A above 0, or below 1 - c with A below
    /// 0.</summary>
    public static Tensor IsClipped(Tensor logprobs, Tensor sampled, Tensor advantages, double clip)
    {
        Tensor ratio = (logprobs.detach() - sampled).exp();
        Tensor above = (ratio > 1 + clip).logical_and(advantages > 0);
        Tensor below = (ratio < 1 - clip).logical_and(advantages < 0);
        return above.logical_or(below).to(logprobs.dtype);
    }

    /// <summary>k3, an estimator of the divergence from the start model that is never negative: exp(a - l) - (a - l) - 1.</summary>
    /// <remarks>Unbiased for KL(model || start) where the tokens were sampled from the model; for others a penalty with its minimum at a =
    /// l.</remarks>
    public static Tensor Divergence(Tensor logprobs, Tensor start)
    {
        Tensor difference = start - logprobs;
        return difference.exp() - difference - 1.0;
    }

    /// <summary>The clipped value loss: max((V - G)^2, (V_0 + clip(V - V_0, -c, c) - G)^2) / 2, G the return and V_0 the value at the
    /// iteration's
    /// start.</summary>
    public static Tensor ValueLoss(Tensor values, Tensor startValues, Tensor returns, double clip)
    {
        Tensor bounded = startValues + (values - startValues).clamp_min(-clip).clamp_max(clip);
        return (values - returns).square().maximum((bounded - returns).square()).mul(0.5);
    }
}
