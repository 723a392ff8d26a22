using Hir.Learner.Batching;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>
/// Eq. 4 with the pair's own query q_i in every prompt: with two instructions the prompts (p*_k, q_i) are the pair's own and its contrast
/// prompt, so it is -log( e^P / (e^P + e^P') ), P = log P(o_i | p*_i, q_i) and P' = log P(o_i | not-p*_i, q_i) over the whole output.
/// </summary>
internal sealed class OwnQueryContrast : IContrast
{
    public PromptRows Rows => PromptRows.OwnAndContrast;

    public Tensor? Sum(OutputLogprobs outputs)
    {
        if (outputs.ContrastTargets is null) return null;
        MicroBatch batch = outputs.Batch;
        Tensor own = outputs.ByPair(outputs.OwnTargets, batch.PairOfToken, batch.Pairs.Count);
        if (batch.ContrastPairs.Length < batch.Pairs.Count) own = outputs.Select(own, batch.ContrastPairs);
        Tensor other = outputs.ByPair(outputs.ContrastTargets, batch.ContrastPairOfToken, batch.ContrastPairs.Length);
        return (own - other).log_sigmoid().sum().neg();
    }
}
