using Hir.Shared.Handoff;
using Hir.Shared.Weights.Architectures;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Tests.Export;

/// <summary>Runs a model folder's two graphs the plainest way, so that the tests of the graphs depend on nothing else of the sampler.</summary>
internal sealed class T5Graphs : IDisposable
{
    private readonly InferenceSession _encoder;
    private readonly InferenceSession _decoder;
    private readonly RunOptions _run = new();

    public T5Graphs(ModelFolder folder, Action<SessionOptions>? configure = null)
    {
        Config = (T5Config)ModelConfig.Load(folder.Path);
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING };
        configure?.Invoke(options);
        _encoder = new InferenceSession(folder.SamplerEncoderGraphPath(), options);
        _decoder = new InferenceSession(folder.SamplerDecoderGraphPath(), options);
    }

    public T5Config Config { get; }

    public void Dispose()
    {
        _run.Dispose();
        _encoder.Dispose();
        _decoder.Dispose();
    }

    /// <summary>A tensor on the host.</summary>
    public sealed record Values(float[] Data, long[] Shape);

    /// <summary>Encodes queries, padded at their end to a common length.</summary>
    public Dictionary<string, Values> Encode(int[][] prompts, int width, int pad = 0)
    {
        return Run(_encoder, new()
        {
            ["input_ids"] = (Pad(prompts, width, pad), [prompts.Length, width]),
            ["attention_mask"] = (MaskOf(prompts, width), [prompts.Length, width]),
        }, []);
    }

    /// <summary>One run of the decoder; tokens are [query][sample][target], the cache is by name.</summary>
    public Dictionary<string, Values> Decode(
        Dictionary<string, Values> encoded, int[][] prompts, int width, long[] ids, long[] idsShape, long[] pastLengths,
        Dictionary<string, Values> cache)
    {
        Dictionary<string, Values> floats = new(cache);
        foreach ((string name, Values value) in encoded.Where(pair => pair.Key.StartsWith("present.", StringComparison.Ordinal)))
        {
            floats["past_key_values." + name["present.".Length..]] = value;
        }

        return Run(_decoder, new()
        {
            ["input_ids"] = (ids, idsShape),
            ["past_lengths"] = (pastLengths, idsShape[..2]),
            ["encoder_attention_mask"] = (MaskOf(prompts, width), [prompts.Length, width]),
        }, floats);
    }

    /// <summary>A cache in which every entry is the given value.</summary>
    public Dictionary<string, Values> NewCache(int rows, int capacity, float fill)
    {
        Dictionary<string, Values> cache = [];
        long[] shape = [rows, Config.NumHeads, capacity, Config.DKv];
        for (int i = 0; i < Config.NumDecoderLayers; i++)
        {
            foreach (string part in new[] { "key", "value" })
            {
                float[] data = new float[shape.Aggregate(1L, (a, b) => a * b)];
                Array.Fill(data, fill);
                cache[$"past_key_values.{i}.decoder.{part}"] = new Values(data, shape);
            }
        }

        return cache;
    }

    /// <summary>Writes a step's new entries into the cache, each row's at its own length.</summary>
    public void Store(Dictionary<string, Values> cache, Dictionary<string, Values> outputs, long[] pastLengths)
    {
        foreach ((string name, Values value) in cache)
        {
            Values fresh = outputs["present." + name["past_key_values.".Length..]];
            (int heads, int capacity, int size, int target) = ((int)value.Shape[1], (int)value.Shape[2], (int)value.Shape[3], (int)fresh.Shape[2]);
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

    private static long[] Pad(int[][] prompts, int width, int pad) =>
        [.. prompts.SelectMany(p => p.Select(id => (long)id).Concat(Enumerable.Repeat((long)pad, width - p.Length)))];

    private static long[] MaskOf(int[][] prompts, int width) =>
        [.. prompts.SelectMany(p => Enumerable.Repeat(1L, p.Length).Concat(Enumerable.Repeat(0L, width - p.Length)))];

    private Dictionary<string, Values> Run(
        InferenceSession session, Dictionary<string, (long[] Data, long[] Shape)> integers, Dictionary<string, Values> floats)
    {
        List<OrtValue> values = [];
        List<string> names = [];
        foreach ((string name, (long[] data, long[] shape)) in integers)
        {
            names.Add(name);
            values.Add(OrtValue.CreateTensorValueFromMemory(data, shape));
        }

        foreach ((string name, Values value) in floats)
        {
            names.Add(name);
            values.Add(OrtValue.CreateTensorValueFromMemory(value.Data, value.Shape));
        }

        try
        {
            string[] outputNames = [.. session.OutputMetadata.Keys];
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(_run, names, values, outputNames);
            return outputNames.Zip(outputs).ToDictionary(
                pair => pair.First,
                pair => new Values(pair.Second.GetTensorDataAsSpan<float>().ToArray(), pair.Second.GetTensorTypeAndShape().Shape));
        }
        finally
        {
            foreach (OrtValue value in values) value.Dispose();
        }
    }
}
