using Hir.Sampler.Sampling;
using Hir.Sampler.Tests.Decoding;
using Hir.Shared.Decoding;
using Hir.Shared.Feedback;
using Hir.Shared.Shards;
using Hir.Shared.Tasks;

namespace Hir.Sampler.Tests.Sampling;

public sealed class ShardSamplerTests
{
    private static readonly SamplingPlan Plan = new()
    {
        Iteration = 3,
        Instruction = TinyText.Instruction,
        Settings = new SamplingSettings { Samples = 2, MaxNewTokens = 5, Seed = 41, Temperature = 0.9, TopK = 30, TopP = 0.95 },
        ModelVersion = 2,
        ModelFingerprint = "f00d",
    };

    [Fact]
    public async Task SampleAsync_Tasks_GivesARowForEachSampleInOrder()
    {
        IReadOnlyList<ShardRow> rows = await Sample(TinyText.Tasks, Plan, null);

        Assert.Equal(20, rows.Count);
        Assert.Equal(TinyText.Tasks.SelectMany(t => t.Examples.SelectMany(e => new[] { (t.Name, e.Id, 0), (t.Name, e.Id, 1) })),
            rows.Select(r => (r.Task, r.QueryId, r.SampleIndex)));
        Assert.Equal(20, rows.Select(r => r.SampleId).Distinct().Count());
        Assert.Equal("0003/sorting%2Fwords/s1/1", rows[15].SampleId);
        foreach (ShardRow row in rows)
        {
            Assert.Equal((3, TinyText.Instruction, 2, "f00d", 41L, 0.9, 0.95, 30),
                (row.Iteration, row.Instruction, row.ModelVersion, row.ModelFingerprint, row.Seed, row.Temperature, row.TopP, row.TopK));
            Assert.Equal(TinyText.Tokenizer.Encode($"{TinyText.Instruction}\n{row.Query}"), row.PromptTokenIds);
            Assert.Equal(TinyText.Tokenizer.Decode(row.OutputTokenIds), row.Output);
            Assert.Equal(row.OutputTokenIds.Count, row.OutputLogprobs.Count);
            Assert.Equal(ScoreStatus.None, row.ScoreStatus);
            Assert.Null(row.Score);
        }
    }

    [Fact]
    public async Task SampleAsync_SameSeed_GivesTheSameRows()
    {
        IReadOnlyList<ShardRow> first = await Sample(TinyText.Tasks, Plan, null);
        IReadOnlyList<ShardRow> second = await Sample(TinyText.Tasks, Plan with { Settings = Plan.Settings with { BatchSize = 3 } }, null);
        Assert.Equal(first.Select(Drawn), second.Select(Drawn));
        Assert.Equal(first.Select(r => r.SampleId), second.Select(r => r.SampleId));
    }

    [Fact]
    public async Task SampleAsync_OtherIterationOrSeed_DrawsAnew()
    {
        IReadOnlyList<ShardRow> first = await Sample(TinyText.Tasks, Plan, null);
        IReadOnlyList<ShardRow> iteration = await Sample(TinyText.Tasks, Plan with { Iteration = 4 }, null);
        IReadOnlyList<ShardRow> seed = await Sample(TinyText.Tasks, Plan with { Settings = Plan.Settings with { Seed = 42 } }, null);
        Assert.NotEqual(first.Select(Drawn), iteration.Select(Drawn));
        Assert.NotEqual(first.Select(Drawn), seed.Select(Drawn));
        Assert.Empty(first.Select(r => r.SampleId).Intersect(iteration.Select(r => r.SampleId)));
    }

    [Fact]
    public async Task SampleAsync_OtherQueriesBeside_ChangeNothing()
    {
        IReadOnlyList<ShardRow> all = await Sample(TinyText.Tasks, Plan, null);
        IReadOnlyList<ShardRow> few = await Sample([new TaskSet("counting", [TinyText.Tasks[0].Examples[4]])], Plan, null);
        Assert.Equal(all.Where(r => r.QueryId == "c4").Select(Drawn), few.Select(Drawn));
    }

    [Fact]
    public async Task SampleAsync_QueryTwice_ContinuesItsSamples()
    {
        TaskExample example = TinyText.Tasks[0].Examples[0];
        IReadOnlyList<ShardRow> rows = await Sample([new TaskSet("counting", [example, example])], Plan, null);
        Assert.Equal([0, 1, 2, 3], rows.Select(r => r.SampleIndex));
        Assert.Equal(4, rows.Select(r => r.SampleId).Distinct().Count());
        Assert.NotEqual(rows.Take(2).Select(Drawn), rows.Skip(2).Select(Drawn));
    }

    [Fact]
    public async Task SampleAsync_LowerShare_AsksThatShareOfTheQueriesUnderLowerInstructions()
    {
        TaskSet[] tasks = [new("many", [.. Enumerable.Range(0, 300).Select(i => new TaskExample($"q{i}", $"Sort: pear {i}", null))])];
        SamplingPlan plan = Plan with { LowerShare = 0.2, LowerInstructions = ["low a", "low b"] };

        IReadOnlyList<ShardRow> rows = await Sample(tasks, plan, null);
        IReadOnlyList<ShardRow> again = await Sample(tasks, plan with { Settings = plan.Settings with { BatchSize = 7 } }, null);
        IReadOnlyList<ShardRow> other = await Sample(tasks, plan with { Iteration = 4 }, null);

        Assert.InRange(rows.Count(r => r.Instruction != TinyText.Instruction) / 600.0, 0.13, 0.27);
        Assert.All(["low a", "low b"], low => Assert.InRange(rows.Count(r => r.Instruction == low) / 600.0, 0.05, 0.16));
        Assert.All(rows.Chunk(2), pair => Assert.Equal(pair[0].Instruction, pair[1].Instruction));
        Assert.All(rows, r => Assert.Equal(TinyText.Tokenizer.Encode($"{r.Instruction}\n{r.Query}"), r.PromptTokenIds));
        Assert.Equal(rows.Select(r => r.Instruction), again.Select(r => r.Instruction));
        Assert.NotEqual(rows.Select(r => r.Instruction), other.Select(r => r.Instruction));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(8, 32)]
    public async Task SampleAsync_Feedback_LandsInTheRowItScored(int workers, int batchSize)
    {
        await using FeedbackRunner feedback = ScriptedFeedback.Pool(Score, workers, batchSize);
        IReadOnlyList<ShardRow> rows = await Sample(TinyText.Tasks, Plan, feedback);

        Assert.Contains(rows, r => r.ScoreStatus == ScoreStatus.Failed);
        foreach (ShardRow row in rows)
        {
            FeedbackResult expected = Score(new FeedbackRequest(row.Task, row.Instruction, row.Query, row.Output, row.Target));
            Assert.Equal((expected.Status, expected.Score, expected.Text), (row.ScoreStatus, row.Score, row.Feedback));
        }

        static FeedbackResult Score(FeedbackRequest r) =>
            r.Query.Contains('2', StringComparison.Ordinal) ? FeedbackResult.Failed($"no luck with {r.Query}") : FeedbackResult.Ok(r.Output.Length, r.Query + r.Target);
    }

    [Fact]
    public async Task SampleAsync_Feedback_BeginsWhileOthersAreStillSampled()
    {
        using ManualResetEventSlim began = new();
        await using FeedbackRunner feedback = ScriptedFeedback.Pool(
            r =>
            {
                began.Set();
                return FeedbackResult.Ok(1);
            },
            workers: 1, batchSize: 1);
        bool besides = true;
        await new ShardSampler(new FakeEngine(90), TinyText.Tokenizer, feedback).SampleAsync(
            TinyText.Tasks,
            Plan with { Settings = Plan.Settings with { BatchSize = 2 } },
            // Nine of ten queries are done: if scores were only asked for at the end, this would wait in vain.
            p => besides &= p.Done < 9 || p.Done == 10 || began.Wait(TimeSpan.FromMinutes(1)));
        Assert.True(besides);
    }

    [Fact]
    public async Task SampleAsync_FeedbackFailsTooOften_EndsWithItsReason()
    {
        await using FeedbackRunner feedback = new(
            new ScriptedFeedback(_ => throw new FormatException("broken")), new FeedbackRunnerOptions { MaxFailureRate = 0.2, BatchSize = 1, Workers = 1 });
        FeedbackFailureException e =
            await Assert.ThrowsAsync<FeedbackFailureException>(async () => await Sample(TinyText.Tasks, Plan, feedback));
        Assert.Contains("5 of 20 outputs", e.Message, StringComparison.Ordinal);
        Assert.Contains("broken", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SampleAsync_Cancelled_Ends()
    {
        using CancellationTokenSource cancelled = new();
        await using FeedbackRunner feedback = ScriptedFeedback.Pool(_ => FeedbackResult.Ok(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await new ShardSampler(new FakeEngine(90), TinyText.Tokenizer, feedback).SampleAsync(TinyText.Tasks, Plan, _ => cancelled.Cancel(), cancelled.Token));
    }

    private static string Drawn(ShardRow row) => $"{row.SampleId} {string.Join(",", row.OutputTokenIds)} {string.Join(",", row.OutputLogprobs)}"[4..];

    private static ValueTask<IReadOnlyList<ShardRow>> Sample(IReadOnlyList<TaskSet> tasks, SamplingPlan plan, IFeedbackPool? feedback) =>
        new ShardSampler(new FakeEngine(90), TinyText.Tokenizer, feedback).SampleAsync(tasks, plan);
}
