using Hir.Shared.Handoff;
using Hir.Shared.Weights.Architectures;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Tests.Export;

/// <summary>Runs the sampler's two graphs of a model folder.</summary>
internal sealed class T5Graphs(ModelFolder folder, Action<SessionOptions>? configure = null) : IDisposable
{
    private readonly PlainSession _encoder = new(folder.SamplerEncoderGraphPath(), configure);
    private readonly PlainSession _decoder = new(folder.SamplerDecoderGraphPath(), configure);

    public T5Config Config { get; } = (T5Config)ModelConfig.Load(folder.Path);

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }

    /// <summary>Encodes queries, padded at their end to a common length.</summary>
    public Dictionary<string, PlainTensor<float>> Encode(int[][] prompts, int width, int pad = 0) =>
        _encoder.Run(new Dictionary<string, OrtValue>
    {
        ["input_ids"] = PlainTensor.Rows(prompts, id => id, width, pad).ForRun(),
        ["attention_mask"] = PlainTensor.Rows(prompts, _ => 1, width).ForRun(),
    });

    /// <summary>One run of the decoder; tokens are [query][sample][target], the cache is by name.</summary>
    public Dictionary<string, PlainTensor<float>> Decode(
        Dictionary<string, PlainTensor<float>> encoded, int[][] prompts, int width, long[] ids, long[] idsShape, long[] pastLengths,
        Dictionary<string, PlainTensor<float>> cache)
    {
        Dictionary<string, OrtValue> inputs = cache.ToDictionary(pair => pair.Key, pair => pair.Value.ForRun());
        foreach ((string name, PlainTensor<float> value) in encoded)
        {
            if (name.StartsWith("present.", StringComparison.Ordinal))
            {
                inputs["past_key_values." + name["present.".Length..]] = value.ForRun();
            }
        }

        inputs["input_ids"] = new PlainTensor<long>(ids, idsShape).ForRun();
        inputs["past_lengths"] = new PlainTensor<long>(pastLengths, idsShape[..2]).ForRun();
        inputs["encoder_attention_mask"] = PlainTensor.Rows(prompts, _ => 1, width).ForRun();
        return _decoder.Run(inputs);
    }

    /// <summary>A cache in which every entry is the given value.</summary>
    public Dictionary<string, PlainTensor<float>> NewCache(int rows, int capacity, float fill)
    {
        Dictionary<string, PlainTensor<float>> cache = [];
        for (int i = 0; i < Config.NumDecoderLayers; i++)
        {
            foreach (string part in new[] { "key", "value" })
            {
                cache[$"past_key_values.{i}.decoder.{part}"] = PlainTensor<float>.Filled(fill, rows, Config.NumHeads, capacity, Config.DKv);
            }
        }

        return cache;
    }

    /// <summary>Writes a step's new entries into the cache, each row's at its own length.</summary>
    public void Store(Dictionary<string, PlainTensor<float>> cache, Dictionary<string, PlainTensor<float>> outputs, long[] pastLengths)
    {
        foreach ((string name, PlainTensor<float> value) in cache)
        {
            PlainTensor<float> fresh = outputs["present." + name["past_key_values.".Length..]];
            (int heads, int capacity, int size) = ((int)value.Shape[1], (int)value.Shape[2], (int)value.Shape[3]);
            int target = (int)fresh.Shape[2];
            for (int row = 0; row < value.Shape[0]; row++)
            {
                for (int head = 0; head < heads; head++)
                {
                    int from = ((row * heads) + head) * target * size;
                    int to = ((((row * heads) + head) * capacity) + (int)pastLengths[row]) * size;
                    Array.Copy(fresh.Data, from, value.Data, to, target * size);
                }
            }
        }
    }

    /// <summary>The natural-log probabilities of a row of logits.</summary>
    public static double[] LogSoftmax(ReadOnlySpan<float> logits)
    {
        double most = double.NegativeInfinity;
        foreach (float logit in logits) most = Math.Max(most, logit);
        double sum = 0;
        foreach (float logit in logits) sum += Math.Exp(logit - most);
        double[] result = new double[logits.Length];
        for (int i = 0; i < result.Length; i++) result[i] = logits[i] - most - Math.Log(sum);
        return result;
    }
}
