using Hir.Learner.Batching;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>No contrastive term.</summary>
internal sealed class NoContrast : IContrast
{
    public PromptRows Rows => PromptRows.Own;

    public Tensor? Sum(OutputLogprobs outputs) => null;
}
