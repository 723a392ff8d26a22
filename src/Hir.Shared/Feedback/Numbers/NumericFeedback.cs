namespace Hir.Shared.Feedback.Numbers;

/// <summary>
/// Right or wrong: 1 if the output's number is the target's last one, give or take the tolerance; without a number it is wrong.
/// </summary>
public sealed class NumericFeedback(NumericSection settings) : IFeedback
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "numeric";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        EachOutput.ScoreAsync(requests, Score, cancellationToken);

    private FeedbackResult Score(FeedbackRequest request, string target)
    {
        if (NumberText.Of(target, NumberPlace.Last) is not { } wanted)
        {
            return FeedbackResult.Failed($"the target '{Shown.Start(target)}' holds no number; numeric needs one");
        }

        double distance = Math.Max(settings.Tolerance, settings.RelativeTolerance * Math.Abs(wanted.Value));
        return FeedbackResult.Ok(NumberText.Of(request.Output, settings.Take) is { } number && number.IsWithin(distance, wanted) ? 1 : 0);
    }
}
