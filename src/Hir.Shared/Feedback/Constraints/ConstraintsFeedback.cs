using System.Text.Json.Nodes;

namespace Hir.Shared.Feedback.Constraints;

/// <summary>
/// Graded: the share of constraints that an output meets. The parts name each with the value 1 or 0 and its text, so that relabeling can
/// write the instruction that the output does fulfil.
/// </summary>
public sealed class ConstraintsFeedback(ConstraintsSection settings) : IFeedback
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "constraints";

    private readonly IReadOnlyList<Constraint> _constraints = ConstraintList.Of(settings);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        EachOutput.ScoreAsync(requests, Score, cancellationToken);

    private FeedbackResult Score(FeedbackRequest request)
    {
        JsonObject parts = [];
        int met = 0;
        foreach (Constraint constraint in _constraints)
        {
            bool isMet = constraint.IsMet(request.Output);
            if (isMet) met++;
            parts[constraint.Name] = new JsonObject { ["value"] = isMet ? 1 : 0, ["status"] = "ok", ["text"] = constraint.Text };
        }

        return FeedbackResult.Ok((double)met / _constraints.Count) with { Parts = parts.ToJsonString(Json.Plain) };
    }
}
