using Hir.Shared.Handoff;
using Hir.Shared.Weights.Architectures;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Tests.Export;

/// <summary>Runs a decoder-only model folder's two graphs, with caches that are written in place.</summary>
internal sealed class DecoderGraphs(ModelFolder folder) : IDisposable
{
    private readonly PlainSession _model = new(folder.PathOf(ModelFolder.ModelGraphName));
    private readonly PlainSession _sampler = new(folder.PathOf(ModelFolder.SamplerDecoderGraphName));

    public DecoderConfig Config { get; } = (DecoderConfig)folder.Config;

    /// <summary>The last dimension of the sampler's caches.</summary>
    public int SamplerWidth => (Config.HeadDim + 7) / 8 * 8;

    public void Dispose()
    {
        _model.Dispose();
        _sampler.Dispose();
    }

    /// <summary>A cache by tensor: 2i are layer i's keys, 2i + 1 its values; [rows, heads, length, width].</summary>
    public sealed record Cache(float[][] Tensors, int Rows, int Length);

    public Cache NewCache(int rows, int length, int width, float fill = 0)
    {
        float[][] tensors = new float[2 * Config.NumHiddenLayers][];
        for (int t = 0; t < tensors.Length; t++)
        {
            tensors[t] = new float[rows * Config.NumKeyValueHeads * length * width];
            Array.Fill(tensors[t], fill);
        }

        return new Cache(tensors, rows, length);
    }

    /// <summary>One run of model.onnx, its logits [rows, sequence, vocab] and the grown cache.</summary>
    /// <param name="ids">[rows][sequence].</param>
    /// <param name="mask">[rows][total].</param>
    /// <param name="positions">[rows][sequence].</param>
    /// <param name="past">The cache; it is written in place where it has more room than the past needs.</param>
    public (float[] Logits, Cache Present) Run(long[][] ids, long[][] mask, long[][] positions, Cache past)
    {
        (int rows, int sequence, int total) = (ids.Length, ids[0].Length, mask[0].Length);
        bool inPlace = past.Length >= total;
        Cache present = inPlace ? past : NewCache(rows, total, Config.HeadDim);
        float[] logits = new float[rows * sequence * Config.VocabSize];
        using Bound bound = new(_model);
        bound.Input("input_ids", [.. ids.SelectMany(row => row)], rows, sequence);
        bound.Input("attention_mask", [.. mask.SelectMany(row => row)], rows, total);
        bound.Input("position_ids", [.. positions.SelectMany(row => row)], rows, sequence);
        bound.Output("logits", logits, rows, sequence, Config.VocabSize);
        bound.Caches(past, present, Config.NumKeyValueHeads, Config.HeadDim);
        bound.Run();
        return (logits, present);
    }

    /// <summary>One run of sampler_decoder.onnx over a cache that it appends to; the logits [wanted, vocab].</summary>
    public float[] Run(int[][] ids, long[] pastLengths, long[] wanted, Cache cache)
    {
        (int rows, int target) = (ids.Length, ids[0].Length);
        float[] logits = new float[wanted.Length * Config.VocabSize];
        using Bound bound = new(_sampler);
        bound.Input("input_ids", [.. ids.SelectMany(row => row.Select(id => (long)id))], rows, target);
        bound.Input("past_lengths", pastLengths, rows);
        bound.Input("output_positions", wanted, wanted.Length);
        bound.Output("logits", logits, wanted.Length, Config.VocabSize);
        bound.Caches(cache, cache, Config.NumKeyValueHeads, SamplerWidth);
        bound.Run();
        return logits;
    }

    /// <summary>The logits [tokens, vocab] of a sequence alone, by model.onnx in one run.</summary>
    public float[] Alone(int[] tokens) => Run(
        [[.. tokens.Select(id => (long)id)]], [[.. tokens.Select(_ => 1L)]], [[.. tokens.Select((_, i) => (long)i)]],
        NewCache(1, 0, Config.HeadDim)).Logits;

    private sealed class Bound(PlainSession session) : IDisposable
    {
        private readonly OrtIoBinding _binding = session.Session.CreateIoBinding();
        private readonly List<OrtValue> _values = [];

        public void Input(string name, long[] data, params long[] shape) => _binding.BindInput(name, Value(data, shape));

        public void Output(string name, float[] data, params long[] shape) => _binding.BindOutput(name, Value(data, shape));

        public void Caches(Cache past, Cache present, int heads, int width)
        {
            for (int t = 0; t < past.Tensors.Length; t++)
            {
                string tensor = $"{t / 2}.{(t % 2 == 0 ? "key" : "value")}";
                OrtValue input = Value(past.Tensors[t], [past.Rows, heads, past.Length, width]);
                _binding.BindInput("past_key_values." + tensor, input);
                _binding.BindOutput(
                    "present." + tensor, present == past ? input : Value(present.Tensors[t], [present.Rows, heads, present.Length, width]));
            }
        }

        public void Run() => session.Run(_binding);

        public void Dispose()
        {
            foreach (OrtValue value in _values) value.Dispose();
            _binding.Dispose();
        }

        private OrtValue Value<T>(T[] data, long[] shape) where T : unmanaged
        {
            _values.Add(OrtValue.CreateTensorValueFromMemory(data, shape));
            return _values[^1];
        }
    }
}
