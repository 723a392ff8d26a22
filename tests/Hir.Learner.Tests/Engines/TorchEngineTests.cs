using Hir.Learner.Engines;
using Hir.Shared.Decoding;
using Hir.Shared.Pairs;
using Hir.Testing;

namespace Hir.Learner.Tests.Engines;

public class TorchEngineTests
{
    [Fact]
    public void Generate_SamplesOfAPrompt_DependOnSeedStreamAndIndexAloneAndScoreAsTheySay()
    {
        using TempFolder temp = new();
        using TorchEngine engine = TorchEngine.Open(TinyModels.Folder(temp));
        int[][] prompts = [[5, 6, 7, 8], [9], [10, 11, 12]];
        SamplingSettings settings = new() { Samples = 3, MaxNewTokens = 12, Seed = 4, BatchSize = 100 };

        GeneratedOutput[][] outputs = engine.Generate(prompts, [70, 71, 72], settings);
        GeneratedOutput alone = engine.Generate([prompts[2]], [72], settings with { BatchSize = 1 })[0][2];

        Assert.Equal(outputs[2][2].TokenIds, alone.TokenIds);
        Assert.NotEqual(outputs[2][1].TokenIds, outputs[2][2].TokenIds);
        TrainingPair[] pairs = [.. outputs.SelectMany((samples, i) => samples.Select(o => new TrainingPair(prompts[i], null, o.TokenIds)))];
        float[][] scores = engine.Score(pairs);
        GeneratedOutput[] flat = [.. outputs.SelectMany(o => o)];
        for (int i = 0; i < flat.Length; i++)
        {
            Assert.Equal(flat[i].Logprobs, scores[i], (a, b) => Math.Abs(a - b) < 1e-4);
            bool ended = flat[i].TokenIds[^1] == 1;
            Assert.Equal(ended ? FinishReason.Stop : FinishReason.Length, flat[i].FinishReason);
            Assert.True(ended ? flat[i].TokenIds.Length <= 12 : flat[i].TokenIds.Length == 12);
            Assert.DoesNotContain(1, flat[i].TokenIds[..^1]);
        }
    }

    [Fact]
    public void Score_SamePairTwiceAndManyLengths_KeepsTheOrder()
    {
        using TempFolder temp = new();
        using TorchEngine engine = TorchEngine.Open(TinyModels.Folder(temp));
        TrainingPair[] pairs = TinyModels.Pairs(12);
        TrainingPair[] twice = [.. pairs, .. pairs.Reverse()];

        float[][] scores = engine.Score(twice);

        for (int i = 0; i < pairs.Length; i++)
        {
            Assert.Equal(engine.Score([pairs[i]])[0], scores[i], (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal(scores[i], scores[^(i + 1)], (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }
}
