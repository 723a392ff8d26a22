using Hir.Learner.Engines;
using Hir.Learner.Models;
using Hir.Learner.Objectives;
using Hir.Learner.Training;
using Hir.Shared.Configuration;
using Hir.Shared.Pairs;
using TorchSharp;

namespace Hir.Learner.Tests.Objectives;

public class PolicyObjectiveTests
{
    private const double Clip = 0.1;

    private static readonly ObjectiveSection Settings = new()
    {
        Kind = ObjectiveKind.Ppo, Clip = Clip, Kl = 0.3, Beta = 0.2, ValueCoefficient = 0.7, ValueClip = 0.05,
    };

    public static TheoryData<ObjectiveKind, BaselineKind> Kinds => new()
    {
        { ObjectiveKind.Ppo, BaselineKind.Value }, { ObjectiveKind.Ppo, BaselineKind.Group }, { ObjectiveKind.Grpo, BaselineKind.Group },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Accumulate_OutputsOfAnotherPolicy_EqualsTheDefinitionsComputedByHand(ObjectiveKind kind, BaselineKind baseline)
    {
        using Case test = new(Settings with { Kind = kind, Baseline = baseline });
        (LossValues terms, _) = test.Accumulate(0);

        double[][] share = [.. test.Pairs.Select(p => Enumerable.Repeat(
            kind == ObjectiveKind.Grpo ? 1.0 / test.Pairs.Length / p.OutputTokenIds.Count : 1.0 / test.Pairs.Sum(q => q.OutputTokenIds.Count),
            p.OutputTokenIds.Count).ToArray())];
        float[][] own = OutputScorer.Score(test.Model, test.Pairs, 0, 16_384);
        float[][] values = test.Values();
        double policy = 0, divergence = 0, value = 0, clipped = 0;
        test.EachToken((i, t) =>
        {
            PairTargets fixedNumbers = test.Targets[test.Pairs[i]];
            double ratio = Math.Exp(own[i][t] - test.Pairs[i].Sampled!.Logprobs[t]);
            double advantage = fixedNumbers.Advantages[t];
            policy -= share[i][t] * Math.Min(ratio * advantage, Math.Clamp(ratio, 1 - Clip, 1 + Clip) * advantage);
            if (advantage > 0 ? ratio > 1 + Clip : advantage < 0 && ratio < 1 - Clip) clipped += share[i][t];
            double gap = fixedNumbers.Start[t] - own[i][t];
            divergence += share[i][t] * (Math.Exp(gap) - gap - 1);
            if (baseline != BaselineKind.Value) return;
            double bounded = fixedNumbers.Values[t] + Math.Clamp(values[i][t] - fixedNumbers.Values[t], -0.05, 0.05);
            double Square(double v) => (v - fixedNumbers.Returns[t]) * (v - fixedNumbers.Returns[t]);
            value += share[i][t] * Math.Max(Square(values[i][t]), Square(bounded)) / 2;
        });
        Assert.Equal(policy, terms.Policy!.Value, 1e-5);
        Assert.Equal(divergence, terms.Kl!.Value, 1e-5);
        Assert.Equal(clipped, terms.ClipShare!.Value, 1e-5);
        Assert.InRange(clipped, 0.05, 0.95);
        if (baseline == BaselineKind.Value) Assert.Equal(value, terms.Value!.Value, 1e-5);
        else Assert.Null(terms.Value);
        Assert.Equal(policy + 0.3 * divergence + 0.2 * terms.Entropy + 0.7 * value, terms.Loss, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Accumulate_ManyMicroBatches_GivesTheTermsAndGradientOfTheWholeBatch(ObjectiveKind kind, BaselineKind baseline)
    {
        using Case test = new(Settings with { Kind = kind, Baseline = baseline });
        (LossValues whole, float[] gradient) = test.Accumulate(0);
        (LossValues split, float[] splitGradient) = test.Accumulate(60);

        Assert.Equal(whole.Loss, split.Loss, 1e-5);
        double scale = gradient.Max(Math.Abs);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(gradient[i], splitGradient[i], 2e-5 * scale);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Accumulate_Gradient_IsTheSlopeOfTheLoss(ObjectiveKind kind, BaselineKind baseline)
    {
        using Case test = new(Settings with { Kind = kind, Baseline = baseline, Clip = 0.9 });
        float[] weights = test.Model.Parameters.Values.data<float>().ToArray();
        (_, float[] gradient) = test.Accumulate(0);

        double norm = Math.Sqrt(gradient.Sum(g => (double)g * g));
        const double Step = 2e-3;
        double After(double sign)
        {
            using (torch.no_grad())
                test.Model.Parameters.Values.copy_(torch.tensor((float[])[.. weights.Select((w, i) => (float)(w + sign * Step * gradient[i] / norm))]));
            return test.Accumulate(0).Losses.Loss;
        }

        Assert.InRange((After(1) - After(-1)) / (2 * Step) / norm, 0.97, 1.03);
    }

    [Fact]
    public void Select_GroupBaseline_LeavesOutGroupsThatTeachNothing()
    {
        TrainingPair[] pairs = Case.Scored(12);
        IObjective grpo = ObjectiveFactory.Create(Settings with { Kind = ObjectiveKind.Grpo });

        TrainingPair[] equal = [.. pairs.Select(p => p with { Sampled = p.Sampled! with { Score = 1 } })];

        Assert.Empty(grpo.Select(equal));
        Assert.Equal(pairs, grpo.Select(pairs));
        Assert.Equal(equal, ObjectiveFactory.Create(Settings).Select(equal));
        Assert.Empty(ObjectiveFactory.Create(Settings).Select(TinyModels.Pairs(4)));
    }

    /// <summary>Twelve scored outputs of three queries, sampled by a policy that is not quite the model's.</summary>
    private sealed class Case : IDisposable
    {
        private readonly IObjective _objective;
        private readonly ValueHead? _head;

        public Case(ObjectiveSection settings)
        {
            Model = TinyModels.Create();
            Pairs = Scored(12);
            _objective = ObjectiveFactory.Create(settings);
            PolicyObjective policy = (PolicyObjective)_objective;
            if (policy.HasValues) _head = new ValueHead(Model.Width, Model.Dtype, Model.Device);
            float[][] own = OutputScorer.Score(Model, Pairs, 0, 16_384);
            Random random = new(4);
            Pairs = [.. Pairs.Select((p, i) => p with
            {
                Sampled = p.Sampled! with { Logprobs = [.. own[i].Select(l => l + (float)(random.NextDouble() - 0.5))] },
            })];
            using T5Model start = TinyModels.Create(seed: 2);
            float[][] of = OutputScorer.Score(start, Pairs, 0, 16_384);
            IReadOnlyList<PairTargets> targets = policy.Targets(
                Pairs, Values());
            for (int i = 0; i < Pairs.Length; i++) Targets[Pairs[i]] = targets[i] with { Start = of[i] };
            // From here on the head says something else than at the iteration's start.
            using (torch.no_grad()) _head?.Parameters.Values.copy_(torch.linspace(-0.1, 0.2, _head.Parameters.Layout.Length));
        }

        public T5Model Model { get; }

        public TrainingPair[] Pairs { get; }

        public IterationTargets Targets { get; } = new();

        public static TrainingPair[] Scored(int count) => [.. TinyModels.Pairs(count).Select((p, i) => p with
        {
            ContrastPromptTokenIds = null, Weight = 1,
            Sampled = new SampledOutput([.. p.OutputTokenIds.Select(_ => -1f)], i % 4 == 0 ? 1 : 0.1 * (i % 3), $"query {i / 4}"),
        })];

        public (LossValues Losses, float[] Gradient) Accumulate(int budget)
        {
            using FlatAdamW optimizer = new(Model.Parameters.Values);
            TrainingStep step = new(Model, _objective, optimizer, new TrainingSection { MicroBatchTokens = budget }, 0, 0, _head)
            {
                Targets = Targets,
            };
            (LossValues losses, _, _) = step.Accumulate(Pairs, 1);
            return (losses, Model.Parameters.Gradients.data<float>().ToArray());
        }

        public float[][] Values() => _head is null ? [] : OutputScorer.Values(Model, _head, Pairs, 0, 16_384);

        public void EachToken(Action<int, int> see)
        {
            for (int i = 0; i < Pairs.Length; i++)
            {
                for (int t = 0; t < Pairs[i].OutputTokenIds.Count; t++) see(i, t);
            }
        }

        public void Dispose()
        {
            Model.Dispose();
            _head?.Dispose();
        }
    }
}
