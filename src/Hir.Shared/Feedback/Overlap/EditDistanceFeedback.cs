using System.Text;

namespace Hir.Shared.Feedback.Overlap;

/// <summary>
/// Graded: 1 - d / n, where d is the Levenshtein distance of output and target without the white space around them, and n the length of the
/// longer one; 1 is equal, 0 shares nothing. Two empty texts are equal.
/// </summary>
public sealed class EditDistanceFeedback(EditDistanceSection settings) : IFeedback
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "edit_distance";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        EachOutput.ScoreAsync(
            requests,
            (request, target) => settings.Unit == EditUnit.Words
                ? Score(ByWord(request.Output), ByWord(target), request.Output, cancellationToken)
                : Score(ByCharacter(request.Output), ByCharacter(target), request.Output, cancellationToken),
            cancellationToken);

    private static FeedbackResult Score<T>(
        List<(T Item, int Start)> output, List<(T Item, int Start)> target, string text, CancellationToken cancellationToken)
        where T : IEquatable<T>
    {
        T[] written = [.. output.Select(o => o.Item)];
        T[] wanted = [.. target.Select(t => t.Item)];
        int longer = Math.Max(written.Length, wanted.Length);
        int distance = EditDistance.Of<T>(written, wanted, cancellationToken);
        return FeedbackResult.Ok(longer == 0 ? 1 : 1 - ((double)distance / longer)) with
        {
            FirstError = FirstError.OfItems(output, wanted, FirstError.Length(text)),
        };
    }

    private List<(string Item, int Start)> ByWord(string text) => [.. Words.Of(text).Select(w => (Cased(w.Item), w.Start))];

    private List<(Rune Item, int Start)> ByCharacter(string text)
    {
        int before = text.EnumerateRunes().TakeWhile(Rune.IsWhiteSpace).Count();
        return [.. Cased(text.Trim()).EnumerateRunes().Select((rune, i) => (rune, before + i))];
    }

    private string Cased(string text) => settings.IgnoreCase ? text.ToLowerInvariant() : text;
}
