using System.Text;

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
        ValueTask.FromResult<IReadOnlyList<FeedbackResult>>([.. requests.Select(Score)]);

    /// <summary>Whether an output counts as the target.</summary>
    public static bool Matches(string output, string target)
    {
        string normalized = Normalize(output);
        return normalized.Length > 0 && normalized == Normalize(target);
    }

    private static FeedbackResult Score(FeedbackRequest request) => request.Target is null
        ? new FeedbackResult(ScoreStatus.None, null, "there is no target to compare with")
        : FeedbackResult.Ok(Matches(request.Output, request.Target) ? 1 : 0);

    // All white space, since tokenizers turn line breaks into spaces.
    private static string Normalize(string text)
    {
        StringBuilder kept = new(text.Length);
        foreach (char c in text)
        {
            if (c != '.' && !char.IsWhiteSpace(c)) kept.Append(char.ToLowerInvariant(c));
        }

        return kept.ToString();
    }
}
