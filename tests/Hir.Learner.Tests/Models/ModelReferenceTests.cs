using Hir.Learner.Engines;
using Hir.Learner.Training;
using Hir.Shared.Configuration;
using Hir.Shared.Decoding;
using Hir.Shared.Pairs;
using Hir.Testing;

namespace Hir.Learner.Tests.Models;

public class ModelReferenceTests
{
    public static TheoryData<string> Names =>
    [
        "t5-v1.0-relu-tied", "t5-v1.1-gated-gelu-untied", "llama-gqa", "llama3-ropescaling", "qwen2-tied", "qwen3-qknorm-tied",
    ];

    [SharedTheory, MemberData(nameof(Names))]
    public void Score_ReferencePairs_AgreesWithTransformers(string name)
    {
        Reference reference = new(name);
        using TorchEngine engine = TorchEngine.Open(reference.Folder);

        float[][] scores = engine.Score(reference.Pairs);

        for (int i = 0; i < scores.Length; i++)
        {
            double[] expected = Reference.Numbers(reference.Values["pairs"]![i]!["logprobs"]);
            Assert.Equal(expected.Length, scores[i].Length);
            for (int t = 0; t < expected.Length; t++) Assert.InRange(scores[i][t], expected[t] - 2e-4, expected[t] + 2e-4);
        }
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_Greedy_GivesTransformersTokens(string name)
    {
        Reference reference = new(name);
        using TorchEngine engine = TorchEngine.Open(reference.Folder);
        TrainingPair[] pairs = reference.Pairs;
        SamplingSettings settings = new() { Temperature = 0, MaxNewTokens = 24, BatchSize = 4 };

        GeneratedOutput[][] outputs = engine.Generate(
            [.. pairs.Select(p => p.PromptTokenIds)], [.. pairs.Select((_, i) => (long)i)], settings);

        for (int i = 0; i < pairs.Length; i++)
        {
            int[] expected = Reference.Ids(reference.Values["pairs"]![i]!["greedy"]);
            Assert.Equal(expected, outputs[i].Single().TokenIds);
            Assert.Equal(
                GenerationTokens.Load(reference.Folder.Path).IsEnd(expected[^1]) ? FinishReason.Stop : FinishReason.Length,
                outputs[i][0].FinishReason);
        }
    }

    [SharedTheory]
    [InlineData("t5-v1.0-relu-tied", 16_384)]
    [InlineData("t5-v1.0-relu-tied", 40)]
    [InlineData("t5-v1.1-gated-gelu-untied", 16_384)]
    [InlineData("llama-gqa", 16_384)]
    [InlineData("llama-gqa", 40)]
    [InlineData("llama3-ropescaling", 16_384)]
    [InlineData("qwen2-tied", 16_384)]
    [InlineData("qwen2-tied", 40)]
    [InlineData("qwen3-qknorm-tied", 16_384)]
    public void Train_ReferencePairs_FollowsTransformersLosses(string name, int microBatchTokens)
    {
        Reference reference = new(name);
        double[] expected = Reference.Numbers(reference.Values["training"]);
        LearnerOptions options = new()
        {
            Objective = new ObjectiveSection { Kind = ObjectiveKind.Sft, LabelSmoothing = 0.2 },
            Training = new TrainingSection
            {
                Steps = expected.Length, BatchSize = 64, LearningRate = 1e-3, WeightDecay = 0.01, GradClip = 0, SuccessShare = 0,
                MaxEpochs = 0, Shuffle = false,
                MicroBatchTokens = microBatchTokens,
            },
        };
        using LearnerSession session = LearnerSession.Open(reference.Folder, options);
        List<double> losses = [];

        session.TrainIteration(0, reference.Pairs, step => losses.Add(step.Loss));

        for (int i = 0; i < expected.Length; i++) Assert.InRange(losses[i], expected[i] - 5e-4, expected[i] + 5e-4);
    }
}
