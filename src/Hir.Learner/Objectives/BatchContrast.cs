using Hir.Learner.Batching;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>HIR, Eq. 4 over the batch: which of the batch's prompts produced this output? -log softmax_k(P_ik) at k = i, P_ik = log
/// P(o_i | x_k).</summary>
internal sealed class BatchContrast : IContrast
{
    public PromptRows Rows => PromptRows.Every;

    public Tensor? Sum(OutputLogprobs outputs)
    {
        MicroBatch batch = outputs.Batch;
        Tensor perToken = outputs.ContrastTargets!.view(batch.PromptLengths.Length, batch.PairOfToken.Length);
        Tensor perPair = outputs.ByPair(perToken, batch.PairOfToken, batch.Pairs.Count);
        Tensor own = tensor(batch.OwnPrompts, device: outputs.Device).unsqueeze(0);
        return perPair.log_softmax(0).gather(0, own).sum().neg();
    }
}
