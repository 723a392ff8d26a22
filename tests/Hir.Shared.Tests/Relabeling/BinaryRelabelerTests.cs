using Hir.Shared.Feedback;
using Hir.Shared.Relabeling;
using Hir.Shared.Shards;

namespace Hir.Shared.Tests.Relabeling;

public sealed class BinaryRelabelerTests
{
    private static readonly Instructions Wanted = new("right please", "wrong please");

    // The four cases of the paper's section A.2: phi keeps the instruction that the output fulfils and swaps the one that it does not.
    [Theory]
    [InlineData("right please", 1, "right please", "wrong please", true)]
    [InlineData("right please", 0, "wrong please", "right please", false)]
    [InlineData("wrong please", 0, "wrong please", "right please", false)]
    [InlineData("wrong please", 1, "right please", "wrong please", true)]
    public void Relabel_InstructionAndScore_GivesTheInstructionThatTheOutputFulfils(
        string sampledUnder, double score, string expected, string contrast, bool isSuccess)
    {
        ShardRow row = Row(ScoreStatus.Ok, score) with { Instruction = sampledUnder };
        Assert.Equal(new Relabel(expected, contrast, isSuccess), Assert.Single(new BinaryRelabeler(Wanted).Relabel([row])));
    }

    [Theory]
    [InlineData(ScoreStatus.None)]
    [InlineData(ScoreStatus.Failed)]
    [InlineData(ScoreStatus.Timeout)]
    public void Relabel_NoScore_LeavesTheRowOut(ScoreStatus status) =>
        Assert.Equal(new Relabel(null, null, null), Assert.Single(new BinaryRelabeler(Wanted).Relabel([Row(status, null)])));

    [Fact]
    public void Relabel_GradedScores_AreSuccessesFromTheGivenScoreOn() => Assert.Equal(
        [false, true, true],
        new BinaryRelabeler(Wanted, successScore: .5)
            .Relabel([Row(ScoreStatus.Ok, .4), Row(ScoreStatus.Ok, .5), Row(ScoreStatus.Ok, 1)])
            .Select(r => r.IsSuccess));

    [Fact]
    public void From_MixedRows_KeepsScoredOnesInOrderAndCountsTheRest()
    {
        ShardRow[] rows =
        [
            Row(ScoreStatus.Ok, 1) with { SampleId = "a" }, Row(ScoreStatus.Timeout, null), Row(ScoreStatus.Ok, 0) with { SampleId = "b" },
            Row(ScoreStatus.Failed, null), Row(ScoreStatus.Failed, null),
        ];
        RelabeledRows relabeled = RelabeledRows.From(rows, RelabelCatalog.Create("binary", Wanted));
        Assert.Equal(["a", "b"], relabeled.Rows.Select(r => r.SampleId));
        ShardRow first = relabeled.Rows[0];
        Assert.Equal(("right please", "wrong please", true), (first.RelabeledInstruction, first.ContrastInstruction, first.IsSuccess));
        RelabelSummary summary = relabeled.Summary;
        Assert.Equal((5, 1, 1, 0), (summary.Rows, summary.Successes, summary.Failures, summary.Others));
        Assert.Equal(new Dictionary<ScoreStatus, int> { [ScoreStatus.Failed] = 2, [ScoreStatus.Timeout] = 1 }, summary.Dropped);
    }

    [Fact]
    public void Create_UnknownName_IsRefused() => Assert.Throws<InputException>(() => RelabelCatalog.Create("ternary", Wanted));

    private static ShardRow Row(ScoreStatus status, double? score) => new()
    {
        SampleId = "s", Iteration = 0, Task = "t", QueryId = "q", SampleIndex = 0, Instruction = "p", Query = "q", Output = "o",
        PromptTokenIds = [1], OutputTokenIds = [2], OutputLogprobs = [-1], FinishReason = "stop", ModelVersion = 0, ModelFingerprint = "f", Seed = 0,
        Temperature = 1, TopP = 1, TopK = 0, Score = score, ScoreStatus = status,
    };
}
