using System.Text.Json.Nodes;

namespace Hir.Shared.Feedback.Weighted;

/// <summary>
/// Several feedback functions at once: the score is the weighted mean of theirs, and the parts of a result hold each one's. A part without
/// a score leaves the whole without one: a failure or a timeout is never a number.
/// </summary>
/// <param name="parts">The functions; called one after the other.</param>
/// <param name="maxFailureRate">The share of outputs without a score through failure or timeout above which scoring stops.</param>
public sealed class WeightedFeedback(IReadOnlyList<WeightedPart> parts, double maxFailureRate) : IFeedbackPool
{
    private readonly double _weights = parts.Sum(p => p.Weight);

    /// <inheritdoc/>
    public int OutputsAtOnce { get; } = parts.Max(p => p.Feedback.OutputsAtOnce);

    /// <inheritdoc/>
    public FailureLimit LimitFor(int outputs) => new(outputs, maxFailureRate);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        ScoreAsync(requests, LimitFor(requests.Count), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, FailureLimit failures, CancellationToken cancellationToken)
    {
        List<FeedbackResult> combined = new(requests.Count);
        // Some at a time, so that too many failures are noticed before all outputs have gone through all parts.
        foreach (FeedbackRequest[] some in requests.Chunk(OutputsAtOnce))
        {
            List<IReadOnlyList<FeedbackResult>> results = [];
            foreach (WeightedPart part in parts)
            {
                results.Add(await part.Feedback.ScoreAsync(some, FailureLimit.None, cancellationToken).ConfigureAwait(false));
            }

            for (int i = 0; i < some.Length; i++)
            {
                FeedbackResult result = Combine([.. results.Select(r => r[i])]);
                failures.Add(result);
                combined.Add(result);
            }
        }

        return combined;
    }

    /// <summary>Disposes the parts.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (WeightedPart part in parts) await part.Feedback.DisposeAsync().ConfigureAwait(false);
    }

    private FeedbackResult Combine(FeedbackResult[] results)
    {
        JsonObject values = [];
        foreach ((WeightedPart part, FeedbackResult result) in parts.Zip(results)) values[part.Name] = Value(result);
        string text = string.Join(
            "; ", parts.Zip(results).Where(p => p.Second.Text is not null).Select(p => $"{p.First.Name}: {p.Second.Text}"));
        (ScoreStatus status, double? score) = results.All(r => r.Status == ScoreStatus.Ok)
            ? (ScoreStatus.Ok, parts.Zip(results).Sum(p => p.First.Weight * p.Second.Score!.Value) / _weights)
            : (Worst(results), (double?)null);
        return new FeedbackResult(status, score, text.Length > 0 ? text : null, values.ToJsonString(Json.Plain))
        {
            FirstError = status == ScoreStatus.Ok ? results.Select(r => r.FirstError).FirstOrDefault(f => f is not null) : null,
        };
    }

    // A failure says more than a timeout, and that more than nothing to score by.
    private static ScoreStatus Worst(FeedbackResult[] results) =>
        results.Any(r => r.Status == ScoreStatus.Failed) ? ScoreStatus.Failed
        : results.Any(r => r.Status == ScoreStatus.Timeout) ? ScoreStatus.Timeout
        : ScoreStatus.None;

    private static JsonObject Value(FeedbackResult result)
    {
        JsonObject value = new() { ["value"] = result.Score, ["status"] = Shards.ShardSchema.NameOf(result.Status) };
        if (result.Parts is { } inner) value["parts"] = JsonNode.Parse(inner);
        return value;
    }
}
