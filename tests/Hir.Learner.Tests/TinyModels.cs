using Hir.Learner.Models;
using Hir.Learner.Parameters;
using Hir.Shared.Handoff;
using Hir.Shared.Pairs;
using Hir.Shared.Weights.Architectures;
using Hir.Shared.Weights.Initialization;
using Hir.Testing;
using static TorchSharp.torch;

namespace Hir.Learner.Tests;

/// <summary>Models of a few thousand random weights, and pairs for them.</summary>
internal static class TinyModels
{
    public const int Vocabulary = 40;

    public const string ConfigJson = """
        {"model_type":"t5","architectures":["T5ForConditionalGeneration"],"vocab_size":40,"d_model":16,"d_kv":4,"d_ff":24,"num_layers":2,
         "num_decoder_layers":2,"num_heads":3,"relative_attention_num_buckets":8,"relative_attention_max_distance":20,"is_encoder_decoder":true,
         "feed_forward_proj":"gated-gelu","tie_word_embeddings":false,"eos_token_id":1,"pad_token_id":0,"decoder_start_token_id":0}
        """;

    public static T5Config Config { get; } = (T5Config)ModelConfig.Parse(ConfigJson);

    public static T5Model Create(long seed = 1)
    {
        T5Model model = new(Config, CPU);
        foreach (ParameterSlot slot in model.Parameters.Layout.Slots)
        {
            model.Parameters.Set(slot, RandomWeights.Draw(Config, slot.Name, seed));
        }

        return model;
    }

    public static ModelFolder Folder(TempFolder temp, string name = "tiny", long seed = 1)
    {
        NewCheckpoint.Write(temp.File(name), ConfigJson, seed);
        return ModelFolder.Open(temp.File(name));
    }

    /// <summary>Pairs of varied lengths; every third has no contrast prompt, every fourth is a success, one has pad tokens in its
    /// output.</summary>
    public static TrainingPair[] Pairs(int count, int seed = 7, bool allContrasted = false)
    {
        Random random = new(seed);
        int[] Ids(int least, int most) => [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => random.Next(2, Vocabulary))];
        return [.. Enumerable.Range(0, count).Select(i => new TrainingPair(
            Ids(2, 14),
            !allContrasted && i % 3 == 2 ? null : Ids(2, 14),
            i == 1 ? [0, 0, 5] : Ids(1, 6),
            i % 4 == 0 ? 1 : 0.25 * (i % 4),
            i % 4 == 0))];
    }

    /// <summary>The same pairs as if they had been sampled four a query; every other one scores 1.</summary>
    public static TrainingPair[] Scored(int count, int seed = 7) => [.. Pairs(count, seed).Select((p, i) => p with
    {
        Sampled = new SampledOutput([.. p.OutputTokenIds.Select(_ => -3.5f)], i % 2, $"query {i / 4}"),
    })];
}
