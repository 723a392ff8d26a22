using Hir.Learner.Batching;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>
/// Bounded unlikelihood: -log(1 - min(P', clamp)), P' the probability of the whole output under the contrast prompt. Its gradient vanishes
/// once the output is excluded, and above the clamp.
/// </summary>
internal sealed class ExclusionContrast(double clamp) : IContrast
{
    public PromptRows Rows => PromptRows.OwnAndContrast;

    public Tensor? Sum(OutputLogprobs outputs)
    {
        if (outputs.ContrastTargets is null) return null;
        MicroBatch batch = outputs.Batch;
        Tensor logprobs = outputs.ByPair(outputs.ContrastTargets, batch.ContrastPairOfToken, batch.ContrastPairs.Length);
        return logprobs.exp().clamp_max(clamp).neg().log1p().sum().neg();
    }
}
