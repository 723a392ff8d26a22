using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Scores;
using Hir.Shared.Shards;

namespace Hir.Shared.Tests.Relabeling;

public sealed class ScoresRelabelerTests
{
    private static readonly ScoresSection Settings = new() { Names = ["help", "brief"], Wording = "with {scores}" };

    [Theory]
    [InlineData(0.84, 0.25, "with help 0.8, brief 0.3", false)] // halves are rounded away from 0
    [InlineData(0.96, 1.0, "with help 1, brief 1", true)]
    [InlineData(3.0, -0.04, "with help 1, brief 0", false)] // beyond the best and the worst, said as these
    [InlineData(0.0, 0.0, "with help 0, brief 0", false)]
    public void Relabel_Parts_SaysTheValuesRounded(double help, double brief, string expected, bool success)
    {
        Relabel relabel = Assert.Single(new ScoresRelabeler(Settings).Relabel([Row(help, brief)]));

        Assert.Equal((expected, success), (relabel.Instruction, relabel.IsSuccess));
        Assert.Equal(success ? "with help 0, brief 0" : "with help 1, brief 1", relabel.ContrastInstruction);
    }

    [Fact]
    public void Asks_OfTwoScores_AreTheBestTheWorstAndOneOfEach()
    {
        AskedInstructions asks = new ScoresRelabeler(Settings with { Best = [2, 0], Worst = [-1, 5], Item = "{name}={value}" }).Asks;

        Assert.Equal(("with help=2, brief=0", "with help=-1, brief=5"), (asks.Wanted, asks.Unwanted));
        Assert.Equal(["with help=-1, brief=0", "with help=2, brief=5", "with help=-1, brief=5"], asks.Lower);
    }

    [Fact]
    public void Relabel_BestBelowWorst_CountsDownwards() => Assert.Equal(
        [true, false, true],
        new ScoresRelabeler(new ScoresSection { Names = ["brief"], Best = [0], Worst = [5] })
            .Relabel([Row(0, 0), Row(0, 2), Row(0, -3)]).Select(r => r.IsSuccess));

    [Fact]
    public void Relabel_RowsThatLackAPart_AreLeftOut()
    {
        ShardRow[] rows =
        [
            Row(1, 1), ScoredRows.Parts("""{"help": {"value": 1}, "brief": {"value": null, "status": "failed"}}"""), ScoredRows.Parts("""{"help": {"value": 1}}"""),
            ScoredRows.Row(1), ScoredRows.Parts("""{"help": {"value": 1}, "brief": {"value": 1, "status": "timeout"}}"""),
            Row(1, 1) with { Score = null, ScoreStatus = Shared.Feedback.ScoreStatus.Failed },
        ];

        Assert.Equal([true, null, null, null, null, null], new ScoresRelabeler(Settings).Relabel(rows).Select(r => r.IsSuccess));
    }

    [Fact]
    public void Relabel_PartsOfParts_AreNamedUnderTheirWhole() => Assert.Equal(
        "with rules.short 1",
        Assert.Single(new ScoresRelabeler(new ScoresSection { Names = ["rules.short"], Wording = "with {scores}" })
            .Relabel([ScoredRows.Parts("""{"rules": {"value": 0.5, "status": "ok", "parts": {"short": {"value": 1, "status": "ok"}}}}""")])).Instruction);

    [Fact]
    public void Relabel_NameThatNoRowHas_IsRefusedWithTheOneThatWasMeant()
    {
        InputException e = Assert.Throws<InputException>(
            () => new ScoresRelabeler(new ScoresSection { Names = ["hlep", "brief"] }).Relabel([Row(1, 1)]));
        Assert.Equal(
            "relabel.scores.names: part of the score \"hlep\" is not known; known are help, brief. Did you mean \"help\"?", Assert.Single(e.Problems));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"help\": 1}")]
    [InlineData("{\"help\": {\"value\": 1}")]
    [InlineData("{\"help\": {\"value\": 1, \"status\": 3}}")]
    public void Relabel_PartsThatAreNoParts_NameTheRow(string json)
    {
        InputException e = Assert.Throws<InputException>(() => new ScoresRelabeler(Settings).Relabel([ScoredRows.Parts(json, "row-7")]));
        Assert.Contains("row row-7: its score_parts", e.Message, StringComparison.Ordinal);
    }

    private static ShardRow Row(double help, double brief) =>
        ScoredRows.Parts(FormattableString.Invariant($$$"""{"help": {"value": {{{help}}}, "status": "ok"}, "brief": {"value": {{{brief}}}, "status": "ok"}}"""));
}
