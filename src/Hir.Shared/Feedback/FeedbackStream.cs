using System.Threading.Channels;

namespace Hir.Shared.Feedback;

/// <summary>
/// Scores outputs beside the work that makes them: they are handed in as they come, and as soon as there are enough to keep the workers
/// busy these begin. Which outputs go together depends on their order alone.
/// </summary>
public sealed class FeedbackStream : IAsyncDisposable
{
    private readonly IFeedbackPool _pool;
    private readonly FailureLimit _failures;
    private readonly FeedbackResult[] _results;
    private readonly Channel<(int Index, FeedbackRequest Request)> _waiting =
        Channel.CreateUnbounded<(int Index, FeedbackRequest Request)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenSource _failed = new();
    private readonly Task _scoring;

    /// <summary>Begins.</summary>
    /// <param name="pool">Scores; not disposed.</param>
    /// <param name="total">How many outputs will come.</param>
    /// <param name="cancellationToken">Ends scoring early.</param>
    public FeedbackStream(IFeedbackPool pool, int total, CancellationToken cancellationToken)
    {
        _pool = pool;
        _failures = pool.LimitFor(total);
        _results = new FeedbackResult[total];
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _scoring = Task.Run(ScoreAsync, CancellationToken.None);
    }

    /// <summary>Says that scoring has ended with an error, so that making more outputs is in vain.</summary>
    public CancellationToken Failed => _failed.Token;

    /// <summary>Hands in an output; its result will stand at this index. From one thread at a time.</summary>
    public void Add(int index, FeedbackRequest request) => _waiting.Writer.TryWrite((index, request));

    /// <summary>Waits for the scores of all outputs, once they have been handed in.</summary>
    /// <exception cref="FeedbackFailureException">Too many have none.</exception>
    public async Task<IReadOnlyList<FeedbackResult>> FinishAsync()
    {
        _waiting.Writer.TryComplete();
        await _scoring.ConfigureAwait(false);
        return _results;
    }

    /// <summary>Ends scoring, finished or not.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ending.CancelAsync().ConfigureAwait(false);
        await ((Task)_scoring).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
        _failed.Dispose();
    }

    private async Task ScoreAsync()
    {
        try
        {
            List<(int Index, FeedbackRequest Request)> group = [];
            await foreach ((int Index, FeedbackRequest Request) one in _waiting.Reader.ReadAllAsync(_ending.Token).ConfigureAwait(false))
            {
                group.Add(one);
                if (group.Count >= _pool.OutputsAtOnce) await ScoreAsync(group).ConfigureAwait(false);
            }

            await ScoreAsync(group).ConfigureAwait(false);
        }
        catch
        {
            await _failed.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ScoreAsync(List<(int Index, FeedbackRequest Request)> group)
    {
        IReadOnlyList<FeedbackResult> results =
            await _pool.ScoreAsync([.. group.Select(g => g.Request)], _failures, _ending.Token).ConfigureAwait(false);
        for (int i = 0; i < group.Count; i++) _results[group[i].Index] = results[i];
        group.Clear();
    }
}
