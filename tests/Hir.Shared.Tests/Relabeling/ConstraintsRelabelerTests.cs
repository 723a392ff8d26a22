using Hir.Shared.Feedback;
using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Constraints;
using Hir.Shared.Shards;

namespace Hir.Shared.Tests.Relabeling;

public sealed class ConstraintsRelabelerTests
{
    private static readonly ConstraintsSection Settings = new() { Asked = ["be short", "rhyme", "greet"], Wording = "please {constraints}" };

    [Theory]
    [InlineData(1, 1, 1, "please be short, rhyme and greet", "wrong please", true)]
    [InlineData(1, 0, 1, "please be short and greet", "please be short, rhyme and greet", false)]
    [InlineData(0, 0, 1, "please greet", "please be short, rhyme and greet", false)]
    [InlineData(0, 0, 0, "wrong please", "please be short, rhyme and greet", false)]
    public void Relabel_PartsMetAndNot_NamesThoseThatAreMet(int brief, int rhyme, int greet, string expected, string contrast, bool success)
    {
        Relabel relabel = Assert.Single(new ConstraintsRelabeler(Settings, ScoredRows.Words).Relabel([Row("s", brief, rhyme, greet)]));
        Assert.Equal(new Relabel(expected, contrast, success), relabel);
    }

    [Fact]
    public void Relabel_ContrastOfOne_AddsOneThatIsNotMetInTheOrderAsked()
    {
        ConstraintsRelabeler relabeler = new(Settings with { Contrast = ConstraintContrast.One }, ScoredRows.Words);
        ShardRow[] rows = [.. Enumerable.Range(0, 40).Select(i => Row($"s{i}", 0, 1, 0))];

        IReadOnlyList<Relabel> relabels = relabeler.Relabel(rows);

        Assert.Equal(["please be short and rhyme", "please rhyme and greet"], relabels.Select(r => r.ContrastInstruction).Distinct().Order());
        Assert.Equal(relabels, relabeler.Relabel(rows));
        Assert.Null(Assert.Single(new ConstraintsRelabeler(Settings with { Contrast = ConstraintContrast.None }, ScoredRows.Words)
            .Relabel([rows[0]])).ContrastInstruction);
    }

    [Fact]
    public void Relabel_PartThatCouldNotBeScored_IsNotSpokenOf()
    {
        ShardRow row = ScoredRows.Parts("""
            {"max_words": {"value": 1, "status": "ok", "text": "be short"}, "rhyme": {"value": null, "status": "failed"}, "greet": {"value": 1}}
            """);
        Assert.Equal(
            new Relabel("please be short and greet", "wrong please", null),
            Assert.Single(new ConstraintsRelabeler(Settings, ScoredRows.Words).Relabel([row])));
    }

    [Fact]
    public void Relabel_RowsWithoutParts_AreLeftOut() => Assert.Equal(
        [null, null],
        new ConstraintsRelabeler(Settings, ScoredRows.Words).Relabel([ScoredRows.Row(1), ScoredRows.Row(null)]).Select(r => r.Instruction));

    [Fact]
    public void Asks_ThreeConstraints_AreAllOfThemAndEachTwo()
    {
        AskedInstructions asks = new ConstraintsRelabeler(Settings, ScoredRows.Words).Asks;
        Assert.Equal("please be short, rhyme and greet", asks.Wanted);
        Assert.Equal(["please rhyme and greet", "please be short and greet", "please be short and rhyme", "wrong please"], asks.Lower);
    }

    [Fact]
    public async Task Of_ConstraintsOfTheFeedback_AsksForThemAndReplaysThem()
    {
        Shared.Feedback.Constraints.ConstraintsSection feedback = new() { MaxWords = 2, Suffix = "!" };
        ConstraintsRelabeler relabeler = new(new ConstraintsSection().Of(feedback), ScoredRows.Words);
        FeedbackResult result = (await new Shared.Feedback.Constraints.ConstraintsFeedback(feedback)
            .ScoreAsync([new FeedbackRequest("t", "p", "q", "much too long!", null)], default))[0];

        Relabel relabel = Assert.Single(relabeler.Relabel([ScoredRows.Row(null).With(result)]));

        Assert.Equal("Generate an answer to this problem: use at most 2 words and end with \"!\".", relabeler.Asks.Wanted);
        Assert.Equal("Generate an answer to this problem: end with \"!\".", relabel.Instruction);
    }

    [Fact]
    public void Create_NothingAsked_IsRefused() => Assert.Contains(
        "relabel.constraints.asked: missing",
        Assert.Throws<InputException>(() => RelabelCatalog.Create("constraints", ScoredRows.Words)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Relabel_ConstraintThatNoRowHas_IsRefused() => Assert.Contains(
        "constraint \"be shrot\" is not known; known are be short, rhyme, greet. Did you mean \"be short\"?",
        Assert.Throws<InputException>(() => new ConstraintsRelabeler(new ConstraintsSection { Asked = ["be shrot"] }, ScoredRows.Words)
            .Relabel([Row("s", 1, 1, 1)])).Message,
        StringComparison.Ordinal);

    private static ShardRow Row(string id, int brief, int rhyme, int greet) => ScoredRows.Parts(
        $$$"""
        {"max_words": {"value": {{{brief}}}, "status": "ok", "text": "be short"}, "rhyme": {"value": {{{rhyme}}}, "status": "ok"},
         "greet": {"value": {{{greet}}}, "status": "ok"}}
        """, id);
}
