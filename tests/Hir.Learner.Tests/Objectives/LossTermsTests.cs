using Hir.Learner.Engines;
using Hir.Learner.Models;
using Hir.Learner.Objectives;
using Hir.Learner.Training;
using Hir.Shared.Configuration;
using Hir.Shared.Pairs;

namespace Hir.Learner.Tests.Objectives;

public class LossTermsTests
{
    public static TheoryData<ContrastKind> Contrasts => [.. Enum.GetValues<ContrastKind>()];

    [Theory]
    [MemberData(nameof(Contrasts))]
    public void Accumulate_PairsWithAndWithoutContrast_EqualsTheDefinitionsComputedByHand(ContrastKind contrast)
    {
        ObjectiveSection settings = new() { Contrast = contrast, Alpha = 0.7, Beta = 0.3, LabelSmoothing = 0 };
        TrainingPair[] pairs = TinyModels.Pairs(9);
        using T5Model model = TinyModels.Create();

        LossValues terms = Gradient(model, settings, pairs, 16_384);

        float[][] own = OutputScorer.Score(model, pairs, 0, 16_384);
        double supervised = pairs.Select((p, i) => -p.Weight * own[i].Sum(l => (double)l)).Sum() / pairs.Sum(p => p.Weight * p.OutputTokenIds.Count);
        double contrastive = pairs.Select((p, i) => Contrast(model, settings, pairs, i, own[i])).Sum() / pairs.Length;
        Assert.Equal(supervised, terms.Supervised, 1e-4);
        Assert.Equal(contrastive, terms.Contrastive, 1e-4);
        Assert.InRange(terms.Entropy, -Math.Log(TinyModels.Vocabulary), 0);
        Assert.Equal(supervised + 0.7 * contrastive + 0.3 * terms.Entropy, terms.Loss, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Contrasts))]
    public void Accumulate_ManyMicroBatches_GivesTheTermsAndGradientOfTheWholeBatch(ContrastKind contrast)
    {
        ObjectiveSection settings = new() { Contrast = contrast, Alpha = 2, Beta = 0.3, LabelSmoothing = 0.1 };
        TrainingPair[] pairs = TinyModels.Pairs(20);
        using T5Model model = TinyModels.Create();

        LossValues whole = Gradient(model, settings, pairs, 0);
        float[] gradient = model.Parameters.Gradients.data<float>().ToArray();
        LossValues split = Gradient(model, settings, pairs, 60, out int parts);
        float[] splitGradient = model.Parameters.Gradients.data<float>().ToArray();

        Assert.True(parts > 3);
        Assert.Equal(whole.Loss, split.Loss, 1e-5);
        Assert.Equal(whole.Contrastive, split.Contrastive, 1e-5);
        Assert.Equal(whole.Entropy, split.Entropy, 1e-5);
        double scale = gradient.Max(Math.Abs);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(gradient[i], splitGradient[i], 2e-5 * scale);
    }

    [Theory]
    [MemberData(nameof(Contrasts))]
    public void Accumulate_Gradient_IsTheSlopeOfTheLoss(ContrastKind contrast)
    {
        ObjectiveSection settings = new() { Contrast = contrast, Alpha = 3, Beta = 0.5, LabelSmoothing = 0.1 };
        TrainingPair[] pairs = TinyModels.Pairs(8);
        using T5Model model = TinyModels.Create();
        float[] weights = model.Parameters.Values.data<float>().ToArray();
        Gradient(model, settings, pairs, 0);
        float[] gradient = model.Parameters.Gradients.data<float>().ToArray();

        // Along the gradient itself, so that the slope is as large as it gets against float32's rounding.
        double norm = Math.Sqrt(gradient.Sum(g => (double)g * g));
        const double Step = 2e-3;
        double After(double sign)
        {
            using (TorchSharp.torch.no_grad()) model.Parameters.Values.copy_(TorchSharp.torch.tensor((float[])[.. weights.Select((w, i) => (float)(w + sign * Step * gradient[i] / norm))]));
            return Gradient(model, settings, pairs, 0).Loss;
        }

        double slope = (After(1) - After(-1)) / (2 * Step);
        Assert.InRange(slope / norm, 0.98, 1.02);
    }

    [Fact]
    public void Exclusion_ProbabilityAboveTheClamp_HasNoGradient()
    {
        // A vocabulary of logits that the model cannot reach is not needed: a clamp below every probability acts the same.
        ObjectiveSection settings = new() { Contrast = ContrastKind.Exclusion, Alpha = 1, Beta = 0, ExclusionClamp = 1e-30 };
        TrainingPair[] pairs = [.. TinyModels.Pairs(4, allContrasted: true).Select(p => p with { Weight = 0 })];
        using T5Model model = TinyModels.Create();

        LossValues terms = Gradient(model, settings, pairs, 0);

        Assert.Equal(0, terms.Supervised);
        Assert.Equal(0, model.Parameters.Gradients.norm().item<float>());
    }

    [Theory]
    [InlineData(1, 16_384)]
    [InlineData(3, 16_384)]
    [InlineData(3, 60)]
    public void Accumulate_AFewNegatives_IsTheSoftmaxOverThem(int negatives, int budget)
    {
        ObjectiveSection settings = new() { Contrast = ContrastKind.Batch, BatchNegatives = negatives, Beta = 0 };
        TrainingPair[] pairs = TinyModels.Pairs(8);
        using T5Model model = TinyModels.Create();

        LossValues terms = Gradient(model, settings, pairs, budget);

        double expected = pairs.Select((pair, i) =>
        {
            double Under(int k) => OutputScorer.Score(
                model, [pair with { PromptTokenIds = pairs[k].PromptTokenIds }], 0, 16_384)[0].Sum(l => (double)l);
            // One of eight lies opposite, three lie two apart.
            int[] others = negatives == 1 ? [(i + 4) % 8] : [(i + 2) % 8, (i + 4) % 8, (i + 6) % 8];
            return Math.Log(1 + others.Sum(k => Math.Exp(Under(k) - Under(i))));
        }).Average();
        Assert.Equal(expected, terms.Contrastive, 1e-4);
    }

    [Fact]
    public void Accumulate_MoreNegativesThanThereAre_IsTheContrastOverTheBatch()
    {
        ObjectiveSection whole = new() { Contrast = ContrastKind.Batch, Beta = 0 };
        TrainingPair[] pairs = TinyModels.Pairs(7);
        using T5Model model = TinyModels.Create();

        Assert.Equal(Gradient(model, whole, pairs, 0).Contrastive, Gradient(model, whole with { BatchNegatives = 50 }, pairs, 0).Contrastive, 1e-4);
        Assert.Equal(0, Gradient(model, whole with { BatchNegatives = 50 }, pairs[..1], 0).Contrastive);
    }

    [Fact]
    public void Select_ExclusionForWrongOutputs_LeavesTheRightOnesWithoutContrast()
    {
        TrainingPair[] pairs = TinyModels.Pairs(8, allContrasted: true);
        IObjective objective = ObjectiveFactory.Create(new ObjectiveSection { ExclusionWrongOnly = true });

        TrainingPair[] used = [.. objective.Select(pairs)];

        Assert.Equal(pairs.Select(p => p.IsSuccess == true), used.Select(p => p.ContrastPromptTokenIds is null));
        Assert.Equal(pairs.Select(p => p.OutputTokenIds), used.Select(p => p.OutputTokenIds));
    }

    [Fact]
    public void Terms_OfFarl_AreThoseOfTheSuccesses()
    {
        TrainingPair[] pairs = TinyModels.Pairs(8);
        using T5Model model = TinyModels.Create();
        IObjective farl = ObjectiveFactory.Create(new ObjectiveSection { Kind = ObjectiveKind.Farl });

        TrainingPair[] used = [.. farl.Select(pairs)];

        Assert.Equal(pairs.Where(p => p.IsSuccess == true), used);
        LossValues terms = Gradient(model, new ObjectiveSection { Kind = ObjectiveKind.Farl }, used, 0);
        Assert.Equal(terms.Supervised, terms.Loss);
        Assert.Equal(0, terms.Contrastive);
    }

    private static LossValues Gradient(T5Model model, ObjectiveSection settings, TrainingPair[] pairs, int budget) =>
        Gradient(model, settings, pairs, budget, out _);

    private static LossValues Gradient(T5Model model, ObjectiveSection settings, TrainingPair[] pairs, int budget, out int parts)
    {
        using FlatAdamW optimizer = new(model.Parameters.Values);
        TrainingStep step = new(model, ObjectiveFactory.Create(settings), optimizer, new TrainingSection { MicroBatchTokens = budget }, 0, 0);
        (LossValues losses, parts, _) = step.Accumulate(pairs, 1);
        return losses;
    }

    private static double Contrast(T5Model model, ObjectiveSection settings, TrainingPair[] pairs, int i, float[] own)
    {
        TrainingPair pair = pairs[i];
        float[] Under(IReadOnlyList<int> prompt) => OutputScorer.Score(model, [pair with { PromptTokenIds = prompt }], 0, 16_384)[0];
        switch (settings.Contrast)
        {
            case ContrastKind.Batch:
                double[] sums = [.. pairs.Select(p => Under(p.PromptTokenIds).Sum(l => (double)l))];
                return Math.Log(sums.Sum(s => Math.Exp(s - sums[i])));
            case ContrastKind.Pair when pair.ContrastPromptTokenIds is not null:
                double a = Math.Exp(own.Average(l => (double)l));
                double other = Math.Exp(Under(pair.ContrastPromptTokenIds).Average(l => (double)l));
                return -0.8 * Math.Log(a / (a + other)) - 0.2 * Math.Log(other / (a + other));
            case ContrastKind.Exclusion when pair.ContrastPromptTokenIds is not null:
                return -Math.Log(1 - Math.Min(Math.Exp(Under(pair.ContrastPromptTokenIds).Sum(l => (double)l)), 0.999));
            case ContrastKind.OwnQuery when pair.ContrastPromptTokenIds is not null:
                return Math.Log(1 + Math.Exp(Under(pair.ContrastPromptTokenIds).Sum(l => (double)l) - own.Sum(l => (double)l)));
            default:
                return 0;
        }
    }
}
