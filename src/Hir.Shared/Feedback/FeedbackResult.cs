namespace Hir.Shared.Feedback;

/// <summary>What R returned for one output.</summary>
/// <param name="Status">Whether there is a score.</param>
/// <param name="Score">The score, finite; null exactly when <paramref name="Status"/> is not <see cref="ScoreStatus.Ok"/>.</param>
/// <param name="Text">What the scorer said in words, or null.</param>
/// <param name="Parts">JSON text: name to value and status of each part of a combined score, or null.</param>
public sealed record FeedbackResult(ScoreStatus Status, double? Score, string? Text = null, string? Parts = null)
{
    /// <summary>
    /// How many Unicode code points of the output stand before its first error, 0 or more; all of them where the output is right as far as
    /// it goes. Null where that is not known.
    /// </summary>
    public int? FirstError { get; init; }

    /// <summary>A score.</summary>
    public static FeedbackResult Ok(double score, string? text = null) => new(ScoreStatus.Ok, score, text);

    /// <summary>No score, since there is nothing to compare with.</summary>
    public static FeedbackResult NoTarget { get; } = new(ScoreStatus.None, null, "there is no target to compare with");

    /// <summary>A failure, with its reason.</summary>
    public static FeedbackResult Failed(string reason) => new(ScoreStatus.Failed, null, reason);
}
