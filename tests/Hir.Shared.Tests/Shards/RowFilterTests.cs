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
        Feedback = "this and that",
        FirstError = 3,
        RelabeledInstruction = "w",
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
    [InlineData("version = 2 and status = ok", true)]
    [InlineData("version >= 3", false)]
    [InlineData("status in (failed, timeout)", false)]
    [InlineData("status in (failed, ok) and iteration in (1,2)", true)]
    [InlineData("output in ('a, b', 'a b')", true)]
    [InlineData("output in ('a, b', \"a\")", false)]
    [InlineData("feedback = 'this and that' and task = word_sorting", true)]
    [InlineData("feedback = 'this and those' and task = word_sorting", false)]
    [InlineData("query = don't and output = 'a b'", false)]
    [InlineData("query = q and first_error >= 3", true)]
    [InlineData("relabeled_instruction = w and contrast_instruction != w", true)]
    [InlineData("top_p = 1 and top_k = 0", true)]
    public void Passes_Comparisons_AsWritten(string filter, bool passes) => Assert.Equal(passes, RowFilter.Parse(filter).Passes(Row));

    [Fact]
    public void Parse_NumberComparedWithAText_IsRefused() =>
        Assert.Contains("'high'", Assert.Throws<InputException>(() => RowFilter.Parse("score >= high")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("status = okay", "none, ok, failed, timeout")]
    [InlineData("status in (ok, done)", "'done'")]
    [InlineData("is_success = yes", "true, false")]
    [InlineData("version = new", "'new', which is not a number")]
    [InlineData("task in ()", "not a comparison")]
    public void Parse_WordThatAColumnNeverIs_IsRefused(string filter, string named) =>
        Assert.Contains(named, Assert.Throws<InputException>(() => RowFilter.Parse(filter)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_UnknownColumnAndNoComparison_ListsBoth()
    {
        var e = Assert.Throws<InputException>(() => RowFilter.Parse("tsk = a and score"));
        Assert.Equal(2, e.Problems.Count);
        Assert.Contains("'tsk'", e.Problems[0], StringComparison.Ordinal);
        Assert.Contains("'score'", e.Problems[1], StringComparison.Ordinal);
    }
}
