namespace Hir.Shared.Feedback;

/// <summary>
/// Calls a feedback function over many outputs: several calls at a time, each within a time limit, where an exception, a timeout or a wrong
/// answer costs only the outputs that caused it. The results do not depend on the number of workers.
/// </summary>
public sealed class FeedbackRunner : IFeedbackPool
{
    private readonly IFeedback _feedback;
    private readonly FeedbackRunnerOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Creates a runner.</summary>
    /// <param name="feedback">The function; several threads call it at once.</param>
    /// <param name="options">Workers and limits.</param>
    /// <param name="time">The clock of the time limit; the system's by default.</param>
    /// <exception cref="InputException">An option is out of range.</exception>
    public FeedbackRunner(IFeedback feedback, FeedbackRunnerOptions options, TimeProvider? time = null)
    {
        options.Validate("feedback");
        _feedback = feedback;
        _options = options;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Enough for each worker to have a call and the next one.</summary>
    public int OutputsAtOnce => 2 * _options.Workers * _options.BatchSize;

    /// <summary>Scores outputs.</summary>
    /// <param name="requests">The outputs.</param>
    /// <param name="cancellationToken">Ends scoring early.</param>
    /// <returns>As many results as requests, in their order.</returns>
    /// <exception cref="FeedbackFailureException">Failures and timeouts are more than the allowed share of the requests.</exception>
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken = default) =>
        ScoreAsync(requests, LimitFor(requests.Count), cancellationToken);

    /// <inheritdoc/>
    public FailureLimit LimitFor(int outputs) => new(outputs, _options.MaxFailureRate);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, FailureLimit failures, CancellationToken cancellationToken)
    {
        FeedbackResult[] results = new FeedbackResult[requests.Count];
        int batches = (requests.Count + _options.BatchSize - 1) / _options.BatchSize;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.Workers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, batches), parallel, async (batchIndex, token) =>
        {
            int start = batchIndex * _options.BatchSize;
            int count = Math.Min(_options.BatchSize, requests.Count - start);
            FeedbackRequest[] batch = [.. requests.Skip(start).Take(count)];
            Call call = await CallAsync(batch, token).ConfigureAwait(false);
            for (int i = 0; i < count; i++)
            {
                FeedbackResult result = call.Results[i];
                if (call.Broke && count > 1) result = (await CallAsync([batch[i]], token).ConfigureAwait(false)).Results[0];
                failures.Add(result);
                results[start + i] = result;
            }
        }).ConfigureAwait(false);
        return results;
    }

    /// <summary>Disposes the function, if it can be.</summary>
    public ValueTask DisposeAsync() => Disposal.OfAsync(_feedback);

    private async Task<Call> CallAsync(FeedbackRequest[] batch, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // A thread of its own: a function that hangs, and heeds no cancellation, is left behind and blocks no one.
        Task<IReadOnlyList<FeedbackResult>> answer = Task.Factory.StartNew(
            () => _feedback.ScoreAsync(batch, limit.Token).AsTask(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
        try
        {
            return Checked(batch.Length, await answer.WaitAsync(_options.TimeLimit, _time, cancellationToken).ConfigureAwait(false));
        }
        catch (TimeoutException) when (!answer.IsFaulted && !cancellationToken.IsCancellationRequested)
        {
            await limit.CancelAsync().ConfigureAwait(false);
            return Call.Broken(batch.Length, new FeedbackResult(ScoreStatus.Timeout, null, $"no answer within {_options.TimeLimit}"));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Call.Broken(batch.Length, FeedbackResult.Failed($"{e.GetType().Name}: {e.Message}"));
        }
    }

    private static Call Checked(int expected, IReadOnlyList<FeedbackResult>? results)
    {
        if (results?.Count != expected)
        {
            return Call.Broken(
                expected, FeedbackResult.Failed($"the feedback function gave {results?.Count ?? 0} results for {expected} outputs"));
        }

        return new Call([.. results.Select(result => result switch
        {
            null => FeedbackResult.Failed("the feedback function gave no result"),
            { Status: ScoreStatus.Ok, Score: null } => FeedbackResult.Failed("the feedback function gave no score"),
            { Status: ScoreStatus.Ok, Score: { } score } when !double.IsFinite(score) =>
                FeedbackResult.Failed(FormattableString.Invariant($"the score is {score}")),
            { FirstError: < 0 } => FeedbackResult.Failed(FormattableString.Invariant($"the first error is at {result.FirstError}")),
            { Status: not ScoreStatus.Ok } => result with { Score = null, FirstError = null },
            _ => result,
        })], Broke: false);
    }

    /// <summary>What one call gave: a result for each output, or one failure for all of them.</summary>
    private sealed record Call(IReadOnlyList<FeedbackResult> Results, bool Broke)
    {
        public static Call Broken(int count, FeedbackResult result) => new([.. Enumerable.Repeat(result, count)], Broke: true);
    }
}
