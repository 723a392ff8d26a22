namespace Hir.Shared.Relabeling;

/// <summary>
/// The two instructions of scripted binary feedback (HIR, section A.2). One value serves sampling, relabeling and evaluation: wordings that
/// differ between training and use are the classic mistake with this method.
/// </summary>
/// <param name="Correct">p_correct: asks for a right answer; also what evaluation asks.</param>
/// <param name="Wrong">p_wrong: asks for a wrong answer.</param>
public sealed record Instructions(
    string Correct = "Generate a correct answer to this problem.",
    string Wrong = "Generate a wrong answer to this problem.")
{
    /// <summary>The wording of the paper.</summary>
    public static Instructions Default { get; } = new();
}
