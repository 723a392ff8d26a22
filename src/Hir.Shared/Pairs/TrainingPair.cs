namespace Hir.Shared.Pairs;

/// <summary>One example for the learner: a prompt, the output that fulfils it, and a prompt that the output does not fulfil.</summary>
/// <param name="PromptTokenIds">x, the relabeled instruction with its query.</param>
/// <param name="ContrastPromptTokenIds">x', the contrast instruction with the same query, or null.</param>
/// <param name="OutputTokenIds">o, the end token included when it is there; never empty.</param>
/// <param name="Weight">w, the pair's weight in the supervised term.</param>
/// <param name="IsSuccess">Whether the output is what the user wants, or null.</param>
public sealed record TrainingPair(
    IReadOnlyList<int> PromptTokenIds,
    IReadOnlyList<int>? ContrastPromptTokenIds,
    IReadOnlyList<int> OutputTokenIds,
    double Weight = 1,
    bool? IsSuccess = null)
{
    /// <summary>How many of the first output tokens are context only: the model reads them, and no term of the loss is of them.</summary>
    public int PrefixLength { get; init; }

    /// <summary>L, how many output tokens are trained on: those after the prefix.</summary>
    public int TrainedTokens => OutputTokenIds.Count - PrefixLength;
}
