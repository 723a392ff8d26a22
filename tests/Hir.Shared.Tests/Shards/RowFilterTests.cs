using Hir.Shared.Feedback;
using Hir.Shared.Shards;

namespace Hir.Shared.Tests.Shards;

public sealed class RowFilterTests
{
    private static readonly ShardRow Row = new()
    {
        SampleId = "s",
        Iteration = 2,
        Task = "word_sorting",
        QueryId = "7",
        SampleIndex = 0,
        Instruction = "p",
        Query = "q",
        Output = "a b",
        PromptTokenIds = [],
        OutputTokenIds = [],
        OutputLogprobs = [],
        FinishReason = "stop",
        ModelVersion = 2,
        ModelFingerprint = "f",
        Seed = 0,
        Temperature = 1,
        TopP = 1,
        TopK = 0,
        Score = 0.5,
        ScoreStatus = ScoreStatus.Ok,
        IsSuccess = false,
    };

    [Theory]
    [InlineData("task = word_sorting", true)]
    [InlineData("task=word_sorting and iteration>=2", true)]
    [InlineData("task = word_sorting AND iteration > 2", false)]
    [InlineData("score >= 0.5", true)]
    [InlineData("score < .5", false)]
    [InlineData("is_success = false", true)]
    [InlineData("is_success != true", true)]
    [InlineData("target = x", false)]
    [InlineData("target != x", true)]
    [InlineData("output = 'a b'", true)]
    [InlineData("score_status = ok", true)]
    [InlineData("iteration < 10", true)]
    public void Passes_Comparisons_AsWritten(string filter, bool passes) => Assert.Equal(passes, RowFilter.Parse(filter).Passes(Row));

    [Fact]
    public void Parse_NumberComparedWithAText_IsRefused() =>
        Assert.Contains("'high'", Assert.Throws<InputException>(() => RowFilter.Parse("score >= high")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_UnknownColumnAndNoComparison_ListsBoth()
    {
        var e = Assert.Throws<InputException>(() => RowFilter.Parse("tsk = a and score"));
        Assert.Equal(2, e.Problems.Count);
        Assert.Contains("'tsk'", e.Problems[0], StringComparison.Ordinal);
        Assert.Contains("'score'", e.Problems[1], StringComparison.Ordinal);
    }
}
