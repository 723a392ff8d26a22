using System.Text.RegularExpressions;

namespace Hir.Shared.Feedback.Patterns;

/// <summary>
/// Right or wrong: 1 if the pattern matches the output, or, where the target is compared, if what its last match captured is the target. A
/// match that takes too long is a timeout of that output alone.
/// </summary>
public sealed class RegexFeedback(RegexSection settings) : IFeedback
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "regex";

    private const string AnswerGroup = "answer";

    private readonly Regex _regex = settings.ToRegex();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        settings.CompareTarget
            ? EachOutput.ScoreAsync(requests, (r, target) => Score(() => IsTarget(r.Output, target, cancellationToken)), cancellationToken)
            : EachOutput.ScoreAsync(requests, r => Score(() => _regex.IsMatch(r.Output)), cancellationToken);

    private FeedbackResult Score(Func<bool> isRight)
    {
        try
        {
            return FeedbackResult.Ok(isRight() ? 1 : 0);
        }
        catch (RegexMatchTimeoutException)
        {
            return new FeedbackResult(
                ScoreStatus.Timeout, null, FormattableString.Invariant($"the pattern took longer than {settings.MatchSeconds} s"));
        }
    }

    private bool IsTarget(string output, string target, CancellationToken cancellationToken)
    {
        Match? last = null;
        for (Match match = _regex.Match(output); match.Success; match = match.NextMatch())
        {
            cancellationToken.ThrowIfCancellationRequested();
            last = match;
        }

        if (last is null) return false;
        Group answer = _regex.GroupNumberFromName(AnswerGroup) >= 0 ? last.Groups[AnswerGroup] : last.Groups[1];
        return answer.Success && ExactMatchFeedback.Matches(answer.Value, target);
    }
}
