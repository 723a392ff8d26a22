using Hir.Shared.Configuration;

namespace Hir.Shared.Relabeling.Constraints;

/// <summary>Which constraints the contrast names beside those that the output meets.</summary>
public enum ConstraintContrast
{
    /// <summary>One that it does not meet, drawn by seed and sample.</summary>
    One,

    /// <summary>All of them: the instruction that is wanted.</summary>
    All,

    /// <summary>There is no contrast.</summary>
    None,
}

/// <summary>Settings of constraints.</summary>
public sealed record ConstraintsSection : IConfigSection
{
    /// <summary>The slot of <see cref="Wording"/>.</summary>
    public const string Slot = "{constraints}";

    /// <summary>
    /// The constraints that are wanted, in the order of the instruction: each the text of a part of the score, or its name where it has no
    /// text. Empty: those of feedback.constraints.
    /// </summary>
    public IReadOnlyList<string> Asked { get; set; } = [];

    /// <summary>The instruction.</summary>
    public string Wording { get; set; } = "Generate an answer to this problem: {constraints}.";

    /// <summary>The least value of a constraint that is met.</summary>
    public double MetFrom { get; set; } = 1;

    /// <summary>Which instruction stands against the one that is fulfilled.</summary>
    public ConstraintContrast Contrast { get; set; } = ConstraintContrast.All;

    /// <summary>The same with the constraints of a feedback function, where none is named.</summary>
    public ConstraintsSection Of(Feedback.Constraints.ConstraintsSection? feedback) => Asked.Count > 0 || feedback is null
        ? this
        : this with { Asked = [.. Feedback.Constraints.ConstraintList.Of(feedback).Select(c => c.Text)] };

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Asked.Any(string.IsNullOrWhiteSpace)) yield return ("asked", "holds an empty constraint; leave it out");
        if (Asked.Distinct(StringComparer.Ordinal).Count() < Asked.Count)
        {
            yield return ("asked", "holds a constraint twice; once is enough");
        }

        if (!Wording.Contains(Slot, StringComparison.Ordinal))
        {
            yield return ("wording", $"'{Wording}' lacks {Slot}, where the constraints go");
        }
    }
}
