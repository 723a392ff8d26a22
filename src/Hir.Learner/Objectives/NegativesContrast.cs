using Hir.Learner.Batching;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>Eq. 4 over the pair's own prompt and those of a few others of the batch, which costs one more row each: -log softmax_k(P_ik) at
/// k = i, k over i and its negatives.</summary>
internal sealed class NegativesContrast : IContrast
{
    public PromptRows Rows => PromptRows.OwnAndNegatives;

    public Tensor? Sum(OutputLogprobs outputs)
    {
        if (outputs.ContrastTargets is null) return null;
        MicroBatch batch = outputs.Batch;
        int pairs = batch.Pairs.Count;
        Tensor own = outputs.ByPair(outputs.OwnTargets, batch.PairOfToken, pairs).unsqueeze(1);
        Tensor others = outputs.ByPair(outputs.ContrastTargets, batch.ContrastPairOfToken, batch.ContrastPairs.Length).view(pairs, -1);
        return (cat([own, others], 1).logsumexp(1) - own.squeeze(1)).sum();
    }
}
