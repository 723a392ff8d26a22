using Hir.Learner.Engines;
using Hir.Learner.Models;
using Hir.Learner.Objectives;
using Hir.Learner.Parameters;
using Hir.Learner.Training;
using Hir.Shared.Configuration;
using Hir.Shared.Pairs;
using Hir.Shared.Weights.Architectures;
using Hir.Shared.Weights.Initialization;
using static TorchSharp.torch;

namespace Hir.Learner.Tests.Objectives;

/// <summary>Pairs of which a part is context only, by the log-probabilities of the same tokens in the whole output.</summary>
public class PrefixTests
{
    private const string Qwen = """
        {"model_type":"qwen2","architectures":["Qwen2ForCausalLM"],"vocab_size":40,"hidden_size":32,"intermediate_size":24,"num_hidden_layers":2,
         "num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":128,"eos_token_id":1,"tie_word_embeddings":true}
        """;

    [Theory]
    [InlineData(ContrastKind.None, false)]
    [InlineData(ContrastKind.Batch, false)]
    [InlineData(ContrastKind.Pair, false)]
    [InlineData(ContrastKind.Exclusion, false)]
    [InlineData(ContrastKind.Batch, true)]
    [InlineData(ContrastKind.Exclusion, true)]
    public void Accumulate_PairsWithPrefixes_IsTheSumOfTheSameTokensOfTheWholeOutputs(ContrastKind contrast, bool decoderOnly)
    {
        ObjectiveSection settings = new() { Contrast = contrast, Alpha = 0.7, Beta = 0, LabelSmoothing = 0 };
        TrainingPair[] whole = [.. TinyModels.Pairs(9, seed: 4).Select((p, i) => p with { OutputTokenIds = [4 + i, 5, 6, 7 + i, 8, 1] })];
        TrainingPair[] pieces = [.. whole.Select((p, i) => p with { PrefixLength = i % 6 })];
        using LanguageModel model = Create(decoderOnly);

        LossValues terms = Accumulate(model, settings, pieces, 100);

        double supervised = 0, weight = 0, contrastive = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            supervised -= whole[i].Weight * Under(model, whole[i], whole[i].PromptTokenIds, i % 6).Sum();
            weight += whole[i].Weight * (6 - i % 6);
            contrastive += Contrast(model, contrast, whole, i, i % 6);
        }

        Assert.Equal(supervised / weight, terms.Supervised, 1e-4);
        Assert.Equal(contrastive / whole.Length, terms.Contrastive, 1e-4);
    }

    [Fact]
    public void Accumulate_OutputCutInTwo_HasTheTermsOfTheWholeWithSmoothingAndEntropy()
    {
        ObjectiveSection settings = new() { Contrast = ContrastKind.None, Beta = 0.5, LabelSmoothing = 0.2 };
        TrainingPair whole = new([9, 3, 12], null, [4, 5, 6, 7, 8, 1]);
        using LanguageModel model = Create(decoderOnly: false);

        LossValues all = Accumulate(model, settings, [whole], 0);
        LossValues first = Accumulate(model, settings, [whole with { OutputTokenIds = [4, 5] }], 0);
        LossValues rest = Accumulate(model, settings, [whole with { PrefixLength = 2 }], 0);
        LossValues both = Accumulate(model, settings, [whole with { OutputTokenIds = [4, 5] }, whole with { PrefixLength = 2 }], 0);

        Assert.NotEqual(all.Supervised, rest.Supervised, 1e-3);
        Assert.Equal(6 * all.Supervised, 2 * first.Supervised + 4 * rest.Supervised, 1e-4);
        Assert.Equal(6 * all.Entropy, 2 * first.Entropy + 4 * rest.Entropy, 1e-4);
        Assert.Equal(all.Loss, both.Loss, 1e-5);
    }

    private static LanguageModel Create(bool decoderOnly)
    {
        ModelConfig config = decoderOnly ? ModelConfig.Parse(Qwen) : TinyModels.Config;
        LanguageModel model = ModelLoader.Create(config, CPU);
        foreach (ParameterSlot slot in model.Parameters.Layout.Slots) model.Parameters.Set(slot, RandomWeights.Draw(config, slot.Name, 1));
        return model;
    }

    private static LossValues Accumulate(LanguageModel model, ObjectiveSection settings, TrainingPair[] pairs, int budget)
    {
        using FlatAdamW optimizer = new(model.Parameters.Values);
        TrainingStep step = new(model, ObjectiveFactory.Create(settings), optimizer, new TrainingSection { MicroBatchTokens = budget }, 0, 0);
        return step.Accumulate(pairs, 1).Losses;
    }

    /// <summary>l_t of a whole output under a prompt, without the first ones.</summary>
    private static double[] Under(LanguageModel model, TrainingPair whole, IReadOnlyList<int> prompt, int prefix) =>
        [.. OutputScorer.Score(model, [whole with { PromptTokenIds = prompt }], 0, 16_384)[0].Skip(prefix).Select(l => (double)l)];

    private static double Contrast(LanguageModel model, ContrastKind kind, TrainingPair[] whole, int i, int prefix)
    {
        double[] own = Under(model, whole[i], whole[i].PromptTokenIds, prefix);
        if (kind == ContrastKind.Batch)
        {
            return Math.Log(whole.Sum(p => Math.Exp(Under(model, whole[i], p.PromptTokenIds, prefix).Sum() - own.Sum())));
        }

        if (kind == ContrastKind.None || whole[i].ContrastPromptTokenIds is not { } prompt) return 0;
        double[] under = Under(model, whole[i], prompt, prefix);
        if (kind == ContrastKind.Exclusion) return -Math.Log(1 - Math.Min(Math.Exp(under.Sum()), 0.999));
        (double a, double other) = (Math.Exp(own.Average()), Math.Exp(under.Average()));
        return -0.8 * Math.Log(a / (a + other)) - 0.2 * Math.Log(other / (a + other));
    }
}
