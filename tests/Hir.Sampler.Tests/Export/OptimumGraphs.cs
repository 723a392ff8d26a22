using Hir.Shared.Handoff;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Tests.Export;

/// <summary>Runs a model folder's graphs in the layout of Optimum the plainest way.</summary>
internal sealed class OptimumGraphs : IDisposable
{
    private readonly RunOptions _run = new();

    public OptimumGraphs(ModelFolder folder)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING };
        Encoder = new InferenceSession(folder.PathOf("encoder_model.onnx"), options);
        Decoder = new InferenceSession(folder.PathOf("decoder_model_merged.onnx"), options);
    }

    public InferenceSession Encoder { get; }

    public InferenceSession Decoder { get; }

    public void Dispose()
    {
        _run.Dispose();
        Encoder.Dispose();
        Decoder.Dispose();
    }

    /// <summary>The last hidden states of prompts that are padded at their end.</summary>
    public Tensor<float> Encode(int[][] prompts)
    {
        Tensor<long> ids = Rows(prompts, id => id);
        Dictionary<string, Tensor<float>> outputs = Run(Encoder, new() { ["input_ids"] = ids.Value, ["attention_mask"] = Rows(prompts, _ => 1).Value });
        return outputs["last_hidden_state"];
    }

    /// <summary>One run of the decoder; the past's names are those of the outputs.</summary>
    public Dictionary<string, Tensor<float>> Decode(
        int[][] prompts, int[][] ids, Tensor<float> hidden, IReadOnlyDictionary<string, Tensor<float>> past, bool useCache)
    {
        Dictionary<string, OrtValue> inputs = past.Where(pair => pair.Key.StartsWith("present.", StringComparison.Ordinal))
            .ToDictionary(pair => "past_key_values." + pair.Key["present.".Length..], pair => pair.Value.Value);
        inputs["encoder_attention_mask"] = Rows(prompts, _ => 1).Value;
        inputs["input_ids"] = Rows(ids, id => id).Value;
        inputs["encoder_hidden_states"] = hidden.Value;
        inputs["use_cache_branch"] = OrtValue.CreateTensorValueFromMemory(new[] { useCache }, [1]);
        return Run(Decoder, inputs);
    }

    /// <summary>A past of one length in which every entry is the given value.</summary>
    public Dictionary<string, Tensor<float>> Past(int batch, int length, float fill) =>
        Decoder.InputMetadata.Where(pair => pair.Key.StartsWith("past_key_values.", StringComparison.Ordinal)).ToDictionary(
            pair => "present." + pair.Key["past_key_values.".Length..],
            pair =>
            {
                long[] shape = [batch, pair.Value.Dimensions[1], length, pair.Value.Dimensions[3]];
                float[] data = new float[shape.Aggregate(1L, (product, size) => product * size)];
                Array.Fill(data, fill);
                return new Tensor<float>(data, shape);
            });

    /// <summary>Values on the host.</summary>
    public sealed record Tensor<T>(T[] Data, long[] Shape)
        where T : unmanaged
    {
        public OrtValue Value => OrtValue.CreateTensorValueFromMemory(Data, Shape);
    }

    private static Tensor<long> Rows(int[][] rows, Func<int, long> of)
    {
        int length = rows.Max(row => row.Length);
        return new([.. rows.SelectMany(row => row.Select(of).Concat(Enumerable.Repeat(0L, length - row.Length)))], [rows.Length, length]);
    }

    private Dictionary<string, Tensor<float>> Run(InferenceSession session, Dictionary<string, OrtValue> inputs)
    {
        try
        {
            string[] names = [.. session.OutputMetadata.Keys];
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(_run, inputs.Keys, inputs.Values, names);
            return names.Zip(outputs).ToDictionary(
                pair => pair.First,
                pair => new Tensor<float>(pair.Second.GetTensorDataAsSpan<float>().ToArray(), pair.Second.GetTensorTypeAndShape().Shape));
        }
        finally
        {
            foreach (OrtValue value in inputs.Values) value.Dispose();
        }
    }
}
