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

    [Fact]
    public async Task SampleAsync_Feedback_LandsInTheRowItScored()
    {
        ScriptedFeedback feedback = new((request, i) => i % 3 == 2
            ? FeedbackResult.Failed("no luck")
            : new FeedbackResult(ScoreStatus.Ok, i, request.Query, "{}"));
        IReadOnlyList<ShardRow> rows = await Sample(TinyText.Tasks, Plan, feedback);

        Assert.Equal(rows.Select(r => new FeedbackRequest(r.Task, r.Instruction, r.Query, r.Output, r.Target)), feedback.Seen);
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal(i % 3 == 2 ? null : i, rows[i].Score);
            Assert.Equal(i % 3 == 2 ? ScoreStatus.Failed : ScoreStatus.Ok, rows[i].ScoreStatus);
            Assert.Equal(i % 3 == 2 ? "no luck" : rows[i].Query, rows[i].Feedback);
        }
    }

    [Fact]
    public async Task SampleAsync_FeedbackForgetsAResult_IsAnError()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Sample(TinyText.Tasks, Plan, new ForgetfulFeedback()));
    }

    private static string Drawn(ShardRow row) => $"{row.SampleId} {string.Join(",", row.OutputTokenIds)} {string.Join(",", row.OutputLogprobs)}"[4..];

    private static ValueTask<IReadOnlyList<ShardRow>> Sample(IReadOnlyList<TaskSet> tasks, SamplingPlan plan, IFeedback? feedback) =>
        new ShardSampler(new FakeEngine(90), TinyText.Tokenizer, feedback).SampleAsync(tasks, plan);

    private sealed class ForgetfulFeedback : IFeedback
    {
        public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
            new([.. requests.Skip(1).Select(_ => FeedbackResult.Ok(1))]);
    }
}
