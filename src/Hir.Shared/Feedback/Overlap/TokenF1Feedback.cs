namespace Hir.Shared.Feedback.Overlap;

/// <summary>
/// Graded: the F1 of the words that output and target share, each as often as it occurs in both, as SQuAD's evaluation counts: in lower
/// case, without punctuation and articles. Texts of which no word is left score 0.
/// </summary>
public sealed class TokenF1Feedback(TokenF1Section settings) : IFeedback
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "token_f1";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        EachOutput.ScoreAsync(requests, Score, cancellationToken);

    private FeedbackResult Score(FeedbackRequest request, string target)
    {
        List<(string Item, int Start)> output = Normalized(request.Output);
        List<string> wanted = [.. Normalized(target).Select(w => w.Item)];
        Dictionary<string, int> open = wanted.CountBy(w => w).ToDictionary();
        int shared = 0;
        foreach ((string word, _) in output)
        {
            if (open.GetValueOrDefault(word) == 0) continue;
            open[word]--;
            shared++;
        }

        // 2 P R / (P + R) with P = shared / |output| and R = shared / |target|.
        double score = shared == 0 ? 0 : 2.0 * shared / (output.Count + wanted.Count);
        int length = FirstError.Length(request.Output);
        return FeedbackResult.Ok(score) with { FirstError = FirstError.OfItems(output, wanted, length) };
    }

    private List<(string Item, int Start)> Normalized(string text) =>
    [
        .. Words.Of(text)
            .Select(w => (Item: string.Concat(w.Item.Where(c => !IsPunctuation(c))).ToLowerInvariant(), w.Start))
            .Where(w => w.Item.Length > 0 && !(settings.DropArticles && w.Item is "a" or "an" or "the")),
    ];

    private static bool IsPunctuation(char c) => char.IsPunctuation(c) || (char.IsAscii(c) && char.IsSymbol(c));
}
