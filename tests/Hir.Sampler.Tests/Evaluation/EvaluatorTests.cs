using System.Text.Json;
using Hir.Sampler.Evaluation;
using Hir.Sampler.Tests.Decoding;
using Hir.Sampler.Tests.Sampling;
using Hir.Shared;
using Hir.Shared.Feedback;
using Hir.Shared.Tasks;
using Hir.Testing;

namespace Hir.Sampler.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly EvaluationPlan Plan = new() { Instruction = TinyText.Instruction, ModelFingerprint = "f00d", MaxNewTokens = 4 };

    // counting: 3 of 6 right, one fails; sorting/words: 1 of 4 right.
    private static readonly FeedbackRunner Feedback = ScriptedFeedback.Pool(request => request.Query switch
    {
        "How many apples are 0 and 1 apples?" or "How many apples are 1 and 2 apples?" or "How many apples are 5 and 6 apples?" => FeedbackResult.Ok(1),
        "Sort: pear apple fig 3" => FeedbackResult.Ok(1),
        "How many apples are 2 and 3 apples?" => FeedbackResult.Failed("broken"),
        _ => FeedbackResult.Ok(0.99),
    });

    [Fact]
    public async Task EvaluateAsync_Tasks_CountsEachAndAveragesThemUnweighted()
    {
        EvaluationResult result = await Evaluate(TinyText.Tasks);

        Assert.Equal(["counting", "sorting/words"], result.Tasks.Keys);
        Assert.Equal((0.5, 6, 3, 1), (result.Tasks["counting"].Accuracy, result.Tasks["counting"].N, result.Tasks["counting"].Correct, result.Tasks["counting"].Unscored));
        Assert.Equal(0.25, result.Tasks["sorting/words"].Accuracy);
        Assert.Equal(0.375, result.Accuracy);
        (double low, double high) = WilsonInterval.Of(1, 4);
        Assert.Equal([low, high], result.Tasks["sorting/words"].Interval);
        Assert.Equal(10, result.Predictions.Count);
        Assert.Equal([true, true, false, false, false, true], result.Predictions.Take(6).Select(p => p.Correct));
        Assert.Equal("failed", result.Predictions[2].ScoreStatus);
    }

    [Fact]
    public async Task EvaluateAsync_Again_GivesTheSame()
    {
        EvaluationResult first = await Evaluate(TinyText.Tasks);
        EvaluationResult second = await Evaluate(TinyText.Tasks);
        Assert.Equal(first.Predictions, second.Predictions);
        Assert.Equal(first.ToJson(), second.ToJson());
    }

    [Fact]
    public async Task Save_Result_IsTheContractsJsonWithThePredictionsBeside()
    {
        using TempFolder folder = new();
        EvaluationResult result = await Evaluate(TinyText.Tasks);
        string path = folder.File("eval", "iteration-0002.json");
        result.Save(path);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        Assert.Equal(0.375, json.RootElement.GetProperty("accuracy").GetDouble());
        Assert.Equal("f00d", json.RootElement.GetProperty("model_fingerprint").GetString());
        Assert.Equal(TinyText.Instruction, json.RootElement.GetProperty("instruction").GetString());
        JsonElement task = json.RootElement.GetProperty("tasks").GetProperty("counting");
        Assert.Equal(6, task.GetProperty("n").GetInt32());
        Assert.Equal(2, task.GetProperty("interval").GetArrayLength());
        Assert.False(json.RootElement.TryGetProperty("predictions", out _));

        Assert.Equal([path], Directory.GetFiles(folder.File("eval")));
        string[] lines = File.ReadAllLines(folder.File("eval", "predictions", "iteration-0002.jsonl"));
        Assert.Equal(10, lines.Length);
        using JsonDocument first = JsonDocument.Parse(lines[0]);
        foreach (string key in (string[])["task", "query_id", "query", "target", "output", "score"]) Assert.True(first.RootElement.TryGetProperty(key, out _), key);
    }

    [Fact]
    public async Task EvaluateAsync_NoTaskOrOneTwice_IsRefused()
    {
        await Assert.ThrowsAsync<InputException>(async () => await Evaluate([]));
        InputException e = await Assert.ThrowsAsync<InputException>(async () => await Evaluate([TinyText.Tasks[0], TinyText.Tasks[0]]));
        Assert.Contains("counting is named twice", e.Message, StringComparison.Ordinal);
    }

    private static ValueTask<EvaluationResult> Evaluate(IReadOnlyList<TaskSet> tasks) =>
        new Evaluator(new FakeEngine(90), TinyText.Tokenizer, Feedback).EvaluateAsync(tasks, Plan);
}
