using System.Text.Json.Nodes;
using Hir.Cli.Running.Collapse;
using Hir.Shared.Decoding;
using Hir.Shared.Feedback;
using Hir.Shared.Shards;

namespace Hir.EndToEnd.Tests.Running.Collapse;

public sealed class SampleSignsTests
{
    [Fact]
    public void Of_AFewRows_CountsThemByHand()
    {
        SampleSigns signs = SampleSigns.Of(
        [
            Row("q", [5, 1], 1, -1, -1), Row("q", [5, 1], 1, -1, -1), Row("q", [6, 1], 0, -0.5f, 0), Row("r", [5, 1], 0, -1, 0),
        ]);

        Assert.Equal(5.5 / 8, signs.Entropy, 1e-6);
        Assert.Equal((Math.Exp(-0.5) + Math.Exp(-1)) / 2, signs.WrongProbability!.Value, 1e-6);
        Assert.Equal(0.5, signs.Duplicates); // of q's two further samples one repeats the first
        Assert.Equal(0.75, signs.LargestOutput);
        Assert.Equal(2, signs.OutputTokens);
        JsonObject line = [];
        signs.AddTo(line);
        Assert.Equal(0.6875, (double)line["entropy"]!);
    }

    [Fact]
    public void Of_OneSampleAQueryAllRight_HasNoRepetitionAndNoWrongOutput()
    {
        SampleSigns signs = SampleSigns.Of([Row("q", [5, 1], 1, 0, 0), Row("r", [5, 1], 1, 0, 0)]);

        Assert.Equal(0, signs.Duplicates);
        Assert.Null(signs.WrongProbability);
    }

    private static ShardRow Row(string query, int[] output, double score, params float[] logprobs) => new()
    {
        SampleId = "s", Iteration = 0, Task = "t", QueryId = query, SampleIndex = 0, Instruction = "i", Query = query,
        Output = string.Join(' ', output), PromptTokenIds = [3], OutputTokenIds = output, OutputLogprobs = logprobs,
        FinishReason = FinishReason.Stop, ModelVersion = 0, ModelFingerprint = "f", Seed = 0, Temperature = 1, TopP = 1, TopK = 0,
        Score = score, ScoreStatus = ScoreStatus.Ok,
    };
}
