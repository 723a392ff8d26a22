namespace Hir.Shared.Feedback.Choices;

/// <summary>
/// Right or wrong: 1 if output and target mean the same of the options that the query lists, by letter or by text. An output that means
/// several is wrong. Where the query lists no options, the two are compared as exact_match does, without brackets.
/// </summary>
public sealed class MultipleChoiceFeedback : IFeedback
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "multiple_choice";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        EachOutput.ScoreAsync(requests, Score, cancellationToken);

    private static FeedbackResult Score(FeedbackRequest request, string target)
    {
        OptionList options = OptionList.In(request.Query);
        if (options.Count == 0)
        {
            return FeedbackResult.Ok(ExactMatchFeedback.Matches(WithoutBrackets(request.Output), WithoutBrackets(target)) ? 1 : 0);
        }

        return options.Named(target) is { } right
            ? FeedbackResult.Ok(options.Named(request.Output) == right ? 1 : 0)
            : FeedbackResult.Failed($"the target '{Shown.Start(target)}' is none of the query's {options.Count} options, or several");
    }

    private static string WithoutBrackets(string text) => string.Concat(text.Where(c => c is not ('(' or ')')));
}
