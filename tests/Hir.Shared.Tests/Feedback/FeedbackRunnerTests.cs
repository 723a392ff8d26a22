using Hir.Shared.Feedback;

namespace Hir.Shared.Tests.Feedback;

public sealed class FeedbackRunnerTests
{
    private static readonly FeedbackRunnerOptions Tolerant = new() { MaxFailureRate = 1, BatchSize = 4 };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(4, 3)]
    [InlineData(16, 100)]
    public async Task ScoreAsync_AnyWorkersAndBatchSize_GivesTheSameResultsInOrder(int workers, int batchSize)
    {
        FeedbackRunner runner = new(new Scripted(Length), new FeedbackRunnerOptions { Workers = workers, BatchSize = batchSize });
        IReadOnlyList<FeedbackResult> results = await runner.ScoreAsync(Requests(50));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (double?)i), results.Select(r => r.Score));
    }

    [Fact]
    public async Task ScoreAsync_OneOutputThrows_FailsAloneWithTheReason()
    {
        FeedbackRunner runner = new(new Scripted(r => r.Output.Length == 5 ? throw new FormatException("five") : Length(r)), Tolerant);
        IReadOnlyList<FeedbackResult> results = await runner.ScoreAsync(Requests(10));
        Assert.Equal(new FeedbackCounts(Ok: 9, Failed: 1, Timeout: 0, None: 0), FeedbackCounts.Of([.. results]));
        Assert.Equal(ScoreStatus.Failed, results[5].Status);
        Assert.Contains("five", results[5].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScoreAsync_OneOutputHangs_TimesOutAlone()
    {
        using ManualResetEventSlim never = new();
        Scripted feedback = new(r =>
        {
            if (r.Output.Length == 2) never.Wait(); // heeds no cancellation
            return Length(r);
        });
        FeedbackRunner runner = new(feedback, Tolerant with { TimeLimit = TimeSpan.FromMilliseconds(200) });
        IReadOnlyList<FeedbackResult> results = await runner.ScoreAsync(Requests(4));
        never.Set();
        Assert.Equal(ScoreStatus.Timeout, results[2].Status);
        Assert.Null(results[2].Score);
        Assert.Equal(3, results.Count(r => r.Status == ScoreStatus.Ok));
    }

    [Fact]
    public async Task ScoreAsync_FunctionThrowsItsOwnTimeout_IsAFailureWithItsReason()
    {
        FeedbackRunner runner = new(new Scripted(_ => throw new TimeoutException("the server slept")), Tolerant);
        FeedbackResult result = Assert.Single(await runner.ScoreAsync(Requests(1)));
        Assert.Equal(ScoreStatus.Failed, result.Status);
        Assert.Contains("the server slept", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task ScoreAsync_ScoreIsNoNumber_IsAFailureAndNotAScore(double score)
    {
        FeedbackRunner runner = new(new Scripted(_ => FeedbackResult.Ok(score)), Tolerant);
        FeedbackResult result = Assert.Single(await runner.ScoreAsync(Requests(1)));
        Assert.Equal((ScoreStatus.Failed, null), (result.Status, result.Score));
    }

    [Fact]
    public async Task ScoreAsync_WrongNumberOfResults_IsAFailure()
    {
        IReadOnlyList<FeedbackResult> results = await new FeedbackRunner(new Forgetful(), Tolerant).ScoreAsync(Requests(3));
        Assert.All(results, r => Assert.Equal(ScoreStatus.Failed, r.Status));
    }

    [Fact]
    public async Task ScoreAsync_MoreFailuresThanAllowed_StopsAndSaysWhy()
    {
        FeedbackRunner runner = new(new Scripted(_ => throw new FormatException("broken")), new FeedbackRunnerOptions { MaxFailureRate = .5 });
        FeedbackFailureException e = await Assert.ThrowsAsync<FeedbackFailureException>(() => runner.ScoreAsync(Requests(10)).AsTask());
        Assert.Contains("broken", e.Message, StringComparison.Ordinal);
        Assert.Contains("max_failure_rate", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScoreAsync_FailuresAtTheAllowedRate_GoesOn()
    {
        FeedbackRunner runner = new(
            new Scripted(r => r.Output.Length < 5 ? FeedbackResult.Failed("no") : Length(r)), new FeedbackRunnerOptions { MaxFailureRate = .5 });
        Assert.Equal(5, FeedbackCounts.Of([.. await runner.ScoreAsync(Requests(10))]).Failed);
    }

    [Fact]
    public async Task ScoreAsync_Cancelled_Ends()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        FeedbackRunner runner = new(new Scripted(Length), Tolerant);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.ScoreAsync(Requests(3), cancelled.Token).AsTask());
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_NamesEach()
    {
        FeedbackRunnerOptions options = new() { Workers = 0, BatchSize = 0, TimeLimit = TimeSpan.Zero, MaxFailureRate = double.NaN };
        Assert.Equal(4, Assert.Throws<InputException>(() => new FeedbackRunner(new Forgetful(), options)).Problems.Count);
    }

    private static FeedbackResult Length(FeedbackRequest request) => FeedbackResult.Ok(request.Output.Length);

    private static FeedbackRequest[] Requests(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new FeedbackRequest("t", "p", "q", new string('x', i), null))];

    private sealed class Scripted(Func<FeedbackRequest, FeedbackResult> score) : IFeedback
    {
        public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
            IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<FeedbackResult>>([.. requests.Select(score)]);
    }

    private sealed class Forgetful : IFeedback
    {
        public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
            IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<FeedbackResult>>([]);
    }
}
