using System.Text;
using Hir.Shared.Feedback.Overlap;

namespace Hir.Shared.Feedback;

/// <summary>
/// Right or wrong: 1 if the output is the target once white space and full stops are removed and both are in lower case (as the authors'
/// code compares), else 0. An output of which nothing is left is wrong. Without a target there is no score.
/// </summary>
public sealed class ExactMatchFeedback : IFeedback
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "exact_match";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        EachOutput.ScoreAsync(requests, Score, cancellationToken);

    /// <summary>Whether an output counts as the target.</summary>
    public static bool Matches(string output, string target)
    {
        string normalized = Normalize(output);
        return normalized.Length > 0 && normalized == Normalize(target);
    }

    private static FeedbackResult Score(FeedbackRequest request, string target) =>
        FeedbackResult.Ok(Matches(request.Output, target) ? 1 : 0) with { FirstError = FirstError.OfCharacters(request.Output, target) };

    /// <summary>Whether a character is compared.</summary>
    internal static bool Counts(char c) => c != '.' && !char.IsWhiteSpace(c);

    // All white space, since tokenizers turn line breaks into spaces.
    private static string Normalize(string text)
    {
        StringBuilder kept = new(text.Length);
        foreach (char c in text)
        {
            if (Counts(c)) kept.Append(char.ToLowerInvariant(c));
        }

        return kept.ToString();
    }
}
