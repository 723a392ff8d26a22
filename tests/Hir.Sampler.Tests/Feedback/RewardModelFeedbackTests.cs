using Hir.Export.Onnx;
using Hir.Sampler.Engines;
using Hir.Sampler.Feedback;
using Hir.Sampler.Tests.Sampling;
using Hir.Shared;
using Hir.Shared.Feedback;
using Hir.Shared.Feedback.RewardModels;
using Hir.Shared.Weights;

namespace Hir.Sampler.Tests.Feedback;

public sealed class RewardModelFeedbackTests : IDisposable
{
    private static readonly FeedbackRequest[] Requests =
    [
        .. TinyText.Tasks[0].Examples.Select(e => new FeedbackRequest("t", "p", e.Query, e.Target!, null)),
        new("t", "p", "How many apples are 1?", "3 apples", null),
        new("t", "p", "How many apples are 1?", "", null),
    ];

    private readonly TinyClassifier _model = new();

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(RewardScale.Logit)]
    [InlineData(RewardScale.Sigmoid)]
    [InlineData(RewardScale.Softmax)]
    public void ScoreAsync_Pair_IsWhatTheNetworkSaysOfTheLabel(RewardScale scale)
    {
        IReadOnlyList<FeedbackResult> results = Score(new() { Model = _model.Path, Label = "GOOD", Score = scale }, Requests);
        for (int i = 0; i < Requests.Length; i++)
        {
            // The query, its end token, the output and its end token, of which the last two have type 1.
            int[] query = TinyText.Tokenizer.Encode(Requests[i].Query);
            int[] output = TinyText.Tokenizer.Encode(Requests[i].Output);
            double[] logits = _model.Logits([.. query, .. output], [.. query.Select(_ => 0), .. output.Select(_ => 1)]);
            Assert.Equal(Expected(scale, logits, 2), results[i].Score!.Value, 5);
        }
    }

    [Theory]
    [InlineData("BAD", 0)]
    [InlineData("1", 1)]
    public void ScoreAsync_OutputAlone_ReadsNoQuery(string label, int index)
    {
        RewardModelSection settings = new() { Model = _model.Path, Label = label, Input = RewardInput.Output, Score = RewardScale.Logit };
        FeedbackResult result = Assert.Single(Score(settings, Requests[0]));
        int[] output = TinyText.Tokenizer.Encode(Requests[0].Output);
        Assert.Equal(_model.Logits(output, new int[output.Length])[index], result.Score!.Value, 5);
    }

    [Fact]
    public void ScoreAsync_LongTexts_LoseTheQuerysBeginningFirst()
    {
        RewardModelSection settings = new() { Model = _model.Path, Label = "GOOD", Score = RewardScale.Logit, MaxTokens = 10 };
        string query = Requests[0].Query;
        int[] all = TinyText.Tokenizer.Encode(query);
        int[] output = TinyText.Tokenizer.Encode("3");
        int[] kept = all[^(10 - output.Length)..];
        Assert.True(kept.Length < all.Length);
        Assert.Equal(
            _model.Logits([.. kept, .. output], [.. kept.Select(_ => 0), .. output.Select(_ => 1)])[2],
            Assert.Single(Score(settings, new FeedbackRequest("t", "p", query, "3", null))).Score!.Value, 5);

        // The network's own limit is 40 tokens; without a cut the graph would be given thousands.
        string endless = string.Join(' ', Enumerable.Repeat("apples", 3000));
        Assert.Equal(ScoreStatus.Ok, Assert.Single(Score(settings with { MaxTokens = null }, new FeedbackRequest("t", "p", "q", endless, null))).Status);
    }

    [Fact]
    public void ScoreAsync_OtherNeighbours_ChangeNoScore()
    {
        RewardModelSection settings = new() { Model = _model.Path, Label = "GOOD" };
        IReadOnlyList<FeedbackResult> together = Score(settings, Requests);
        Assert.Equal(together, Requests.Select(r => Assert.Single(Score(settings, r))));
    }

    [Theory]
    [InlineData(null, "the labels are BAD, FAIR, GOOD")]
    [InlineData("good", "'good' is none")]
    [InlineData("3", "'3' is none")]
    public void Open_LabelUnclear_ListsTheLabels(string? label, string expected) =>
        Assert.Contains(expected, Refusal(new() { Model = _model.Path, Label = label }), StringComparison.Ordinal);

    [Fact]
    public void Open_GraphOfNoUse_IsRefusedWithItsPath()
    {
        File.WriteAllText(Path.Combine(_model.Path, "model.onnx"), "no graph");
        string refusal = Refusal(new() { Model = _model.Path, Label = "GOOD" });
        Assert.Contains(Path.Combine(_model.Path, "model.onnx"), refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_GraphWithOtherInputs_IsRefused()
    {
        GraphBuilder graph = new("other", new Dictionary<string, SafetensorsEntry>(), "");
        graph.Node("Relu", "bright", [graph.Input("pixels", ElementType.Float32, 1, 3)]);
        graph.Output("bright", ElementType.Float32, 1, 3);
        File.WriteAllBytes(Path.Combine(_model.Path, "model.onnx"), graph.ToBytes());
        string refusal = Refusal(new() { Model = _model.Path, Label = "GOOD" });
        Assert.Contains("'pixels'", refusal, StringComparison.Ordinal);
        Assert.Contains("no input 'input_ids'", refusal, StringComparison.Ordinal);
    }

    private static double Expected(RewardScale scale, double[] logits, int label) => scale switch
    {
        RewardScale.Logit => logits[label],
        RewardScale.Sigmoid => 1 / (1 + Math.Exp(-logits[label])),
        _ => Math.Exp(logits[label]) / logits.Sum(Math.Exp),
    };

    private static IReadOnlyList<FeedbackResult> Score(RewardModelSection settings, params FeedbackRequest[] requests)
    {
        using RewardModelFeedback feedback = RewardModelFeedback.Open(settings, new EngineOptions { Threads = 1 });
        return feedback.ScoreAsync(requests, default).AsTask().GetAwaiter().GetResult();
    }

    private static string Refusal(RewardModelSection settings) =>
        Assert.Throws<InputException>(() => RewardModelFeedback.Open(settings, new EngineOptions { Threads = 1 })).Message;
}
