namespace Hir.Shared.Feedback.Weighted;

/// <summary>A part of a combined score.</summary>
/// <param name="Name">Its name in the parts of a result.</param>
/// <param name="Weight">Its weight, above 0.</param>
/// <param name="Feedback">Scores, within its limits.</param>
public sealed record WeightedPart(string Name, double Weight, IFeedbackPool Feedback);
