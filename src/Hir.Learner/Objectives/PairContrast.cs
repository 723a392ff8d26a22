using Hir.Learner.Batching;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>
/// The HIR authors' code: own against contrast prompt, -(1 - e) log(A / (A + A')) - e log(A' / (A + A')), where A and A' are the
/// exponentials of the output's mean token log-probability under either.
/// </summary>
internal sealed class PairContrast(double smoothing) : IContrast
{
    public PromptRows Rows => PromptRows.OwnAndContrast;

    public Tensor? Sum(OutputLogprobs outputs)
    {
        MicroBatch batch = outputs.Batch;
        if (outputs.ContrastTargets is null) return null;
        int pairs = batch.ContrastPairs.Length;
        Tensor own = outputs.ByPair(outputs.OwnTargets, batch.PairOfToken, batch.Pairs.Count, mean: true);
        if (pairs < batch.Pairs.Count) own = outputs.Select(own, batch.ContrastPairs);
        Tensor other = outputs.ByPair(outputs.ContrastTargets, batch.ContrastPairOfToken, pairs, mean: true);

        // A / (A + A') is the sigmoid of the difference of the logarithms.
        Tensor margin = own - other;
        return (margin.log_sigmoid().mul(1 - smoothing) + margin.neg().log_sigmoid().mul(smoothing)).sum().neg();
    }
}
