using System.Text.Json.Nodes;
using Hir.Learner.Training;
using Hir.Shared.Configuration;
using Hir.Testing;

namespace Hir.Learner.Tests.Objectives;

public class ObjectiveReferenceTests
{
    [SharedTheory]
    [InlineData("t5-v1.0-relu-tied", 16_384)]
    [InlineData("t5-v1.0-relu-tied", 100)]
    [InlineData("t5-v1.1-gated-gelu-untied", 16_384)]
    [InlineData("t5-v1.1-gated-gelu-untied", 1)]
    [InlineData("llama-gqa", 16_384)]
    [InlineData("llama-gqa", 100)]
    public void Train_EveryCase_HasTheReferenceTermsNormAndLosses(string name, int microBatchTokens)
    {
        Reference reference = new(name);
        foreach (JsonNode? test in reference.Objective["cases"]!.AsArray())
        {
            List<StepMetrics> steps = Train(reference, test!["settings"]!, microBatchTokens);

            string label = $"{name} {test["settings"]!["name"]}";
            Near(label, test["first_step"]!["loss"], steps[0].Loss, 2e-4);
            Near(label, test["first_step"]!["loss_supervised"], steps[0].LossSupervised, 2e-4);
            Near(label, test["first_step"]!["loss_contrastive"], steps[0].LossContrastive, 2e-4);
            Near(label, test["first_step"]!["loss_entropy"], steps[0].LossEntropy, 2e-4);
            Near(label, test["grad_norm"], steps[0].GradNorm, 1e-3 * (double)test["grad_norm"]!);
            double[] losses = Reference.Numbers(test["losses"]);
            for (int i = 0; i < losses.Length; i++) Near($"{label} step {i + 1}", test["losses"]![i], steps[i].Loss, 1e-2);
        }
    }

    private static List<StepMetrics> Train(Reference reference, JsonNode settings, int microBatchTokens)
    {
        LearnerOptions options = new()
        {
            Objective = new ObjectiveSection
            {
                Contrast = Enum.Parse<ContrastKind>((string)settings["contrast"]!, ignoreCase: true),
                Alpha = (double)settings["alpha"]!,
                Beta = (double)settings["beta"]!,
                LabelSmoothing = (double)settings["label_smoothing"]!,
                ContrastSmoothing = (double?)settings["contrast_smoothing"] ?? 0.2,
                ExclusionClamp = (double?)settings["exclusion_clamp"] ?? 0.999,
            },
            Training = new TrainingSection
            {
                Steps = 6, BatchSize = 6, LearningRate = 1e-3, WeightDecay = 0.01, GradClip = 0, SuccessShare = 0, MaxEpochs = 0,
                Shuffle = false,
                MicroBatchTokens = microBatchTokens,
            },
        };
        using LearnerSession session = LearnerSession.Open(reference.Folder, options);
        List<StepMetrics> steps = [];
        session.TrainIteration(0, reference.ObjectivePairs, steps.Add);
        return steps;
    }

    private static void Near(string label, JsonNode? expected, double actual, double tolerance) =>
        Assert.True(Math.Abs((double)expected! - actual) <= tolerance, $"{label} {expected!.GetPath()}: expected {expected}, got {actual}");
}
