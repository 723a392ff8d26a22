using Hir.Learner.Batching;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>A form of L_contrastive: how the prompts that an output does not fulfil are held against the one that it does.</summary>
internal interface IContrast
{
    /// <summary>Under which prompts it needs the outputs.</summary>
    PromptRows Rows { get; }

    /// <summary>The sum over the micro-batch's pairs; pairs without a contrast prompt add nothing. Null where there is nothing to
    /// add.</summary>
    Tensor? Sum(OutputLogprobs outputs);
}
