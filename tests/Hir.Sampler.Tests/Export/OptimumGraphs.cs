using Hir.Shared.Handoff;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Tests.Export;

/// <summary>Runs a model folder's graphs in the layout of Optimum.</summary>
internal sealed class OptimumGraphs(ModelFolder folder) : IDisposable
{
    private readonly PlainSession _encoder = new(folder.PathOf("encoder_model.onnx"));
    private readonly PlainSession _decoder = new(folder.PathOf("decoder_model_merged.onnx"));

    public InferenceSession Encoder => _encoder.Session;

    public InferenceSession Decoder => _decoder.Session;

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }

    /// <summary>The last hidden states of prompts that are padded at their end.</summary>
    public PlainTensor<float> Encode(int[][] prompts) => _encoder.Run(
        new Dictionary<string, OrtValue> { ["input_ids"] = Rows(prompts, id => id), ["attention_mask"] = Rows(prompts, _ => 1) })
        ["last_hidden_state"];

    /// <summary>One run of the decoder; the past's names are those of the outputs.</summary>
    public Dictionary<string, PlainTensor<float>> Decode(
        int[][] prompts, int[][] ids, PlainTensor<float> hidden, IReadOnlyDictionary<string, PlainTensor<float>> past, bool useCache)
    {
        Dictionary<string, OrtValue> inputs = past.Where(pair => pair.Key.StartsWith("present.", StringComparison.Ordinal))
            .ToDictionary(pair => "past_key_values." + pair.Key["present.".Length..], pair => pair.Value.ForRun());
        inputs["encoder_attention_mask"] = Rows(prompts, _ => 1);
        inputs["input_ids"] = Rows(ids, id => id);
        inputs["encoder_hidden_states"] = hidden.ForRun();
        inputs["use_cache_branch"] = new PlainTensor<bool>([useCache], [1]).ForRun();
        return _decoder.Run(inputs);
    }

    /// <summary>A past of one length in which every entry is the given value.</summary>
    public Dictionary<string, PlainTensor<float>> Past(int batch, int length, float fill) =>
        Decoder.InputMetadata.Where(pair => pair.Key.StartsWith("past_key_values.", StringComparison.Ordinal)).ToDictionary(
            pair => "present." + pair.Key["past_key_values.".Length..],
            pair => PlainTensor<float>.Filled(fill, batch, pair.Value.Dimensions[1], length, pair.Value.Dimensions[3]));

    private static OrtValue Rows(int[][] rows, Func<int, long> of) => PlainTensor.Rows(rows, of, rows.Max(row => row.Length)).ForRun();
}
