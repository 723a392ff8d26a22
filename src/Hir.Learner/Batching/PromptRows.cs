namespace Hir.Learner.Batching;

/// <summary>Under which prompts an objective needs the outputs of a batch.</summary>
internal enum PromptRows
{
    /// <summary>Each output under its own prompt.</summary>
    Own,

    /// <summary>Each output under its own prompt and, where it has one, under its contrast prompt.</summary>
    OwnAndContrast,

    /// <summary>Each output under its own prompt and under those of some other pairs of the batch (Eq. 4 over a few of them).</summary>
    OwnAndNegatives,

    /// <summary>Each output under every prompt of the whole batch (Eq. 4).</summary>
    Every,
}
