using System.Runtime.InteropServices;
using Hir.Export.GenAi;
using Hir.Export.Onnx;
using Hir.Shared.Weights;

namespace Hir.Sampler.Tests.Engines.GenAi;

/// <summary>
/// A decoder-only model of two attention layers with random weights, as a graph in a folder and in plain arithmetic: learned positions, two
/// query heads on one of keys and values, no norms. Its folder holds no tokenizer.
/// </summary>
internal sealed class TinyDecoder
{
    public const int Vocabulary = 24, Context = 40, Pad = 0;

    private const int Width = 16, Layers = 2, Heads = 2, KeyValueHeads = 1, HeadSize = 8;
    private const string WeightsName = "model.safetensors", GraphName = "model.onnx";

    private readonly Dictionary<string, float[]> _weights = [];
    private readonly List<SafetensorsDeclaration> _declarations = [];

    public TinyDecoder(int seed = 1)
    {
        Random random = new(seed);
        Add("embed", Vocabulary, Width);
        Add("positions", Context, Width);
        for (int layer = 0; layer < Layers; layer++)
        {
            Add($"{layer}.q", Width, Heads * HeadSize);
            Add($"{layer}.k", Width, KeyValueHeads * HeadSize);
            Add($"{layer}.v", Width, KeyValueHeads * HeadSize);
            Add($"{layer}.o", Heads * HeadSize, Width);
        }

        // Small ones, so that many tokens are likely.
        Add("lm_head", Width, Vocabulary, 0.1f);

        void Add(string name, int rows, int columns, float largest = 0.7f)
        {
            _declarations.Add(new SafetensorsDeclaration(name, WeightDtype.F32, [rows, columns]));
            _weights[name] = [.. Enumerable.Range(0, rows * columns).Select(_ => largest * (random.NextSingle() * 2 - 1))];
        }
    }

    public static GenAiConfig Config(params int[] endIds) => new()
    {
        ModelType = "llama", GraphName = GraphName, VocabularySize = Vocabulary, ContextLength = Context, HiddenSize = Width,
        Layers = Layers,
        AttentionHeads = Heads, KeyValueHeads = KeyValueHeads, HeadSize = HeadSize, EndIds = endIds, PadId = Pad, BeginId = 1,
    };

    /// <summary>Writes the model's folder.</summary>
    public string Write(string folder, params int[] endIds)
    {
        Directory.CreateDirectory(folder);
        using (FileStream stream = File.Create(Path.Combine(folder, WeightsName)))
        {
            SafetensorsWriter writer = new(stream, _declarations);
            foreach ((string name, float[] values) in _weights) writer.Write(name, MemoryMarshal.AsBytes(values.AsSpan()));
            writer.Complete();
        }

        File.WriteAllBytes(Path.Combine(folder, GraphName), Graph());
        File.WriteAllBytes(Path.Combine(folder, GenAiConfig.FileName), Config(endIds).ToBytes());
        File.WriteAllText(
            Path.Combine(folder, "config.json"),
            $$"""{"model_type":"llama","eos_token_id":[{{string.Join(',', endIds)}}],"pad_token_id":{{Pad}}}""");
        return folder;
    }

    /// <summary>The logits [vocabulary] after a text, computed anew from its beginning.</summary>
    public double[] Logits(IReadOnlyList<int> tokens)
    {
        double[][] states = [.. tokens.Select((t, i) => Row("embed", t).Zip(Row("positions", i), (a, b) => (double)a + b).ToArray())];
        for (int layer = 0; layer < Layers; layer++)
        {
            double[][] queries = [.. states.Select(s => Times(s, $"{layer}.q"))];
            double[][] keys = [.. states.Select(s => Times(s, $"{layer}.k"))];
            double[][] values = [.. states.Select(s => Times(s, $"{layer}.v"))];
            for (int i = 0; i < states.Length; i++)
            {
                double[] attended = Times(Attend(queries[i], keys[..(i + 1)], values[..(i + 1)]), $"{layer}.o");
                states[i] = [.. states[i].Zip(attended, (a, b) => a + b)];
            }
        }

        return Times(states[^1], "lm_head");
    }

    private static double[] Attend(double[] query, double[][] keys, double[][] values)
    {
        double[] result = new double[Heads * HeadSize];
        for (int head = 0; head < Heads; head++)
        {
            int from = head * HeadSize;
            double[] weights =
                [.. keys.Select(k => Math.Exp(Enumerable.Range(0, HeadSize).Sum(i => query[from + i] * k[i]) / Math.Sqrt(HeadSize)))];
            double sum = weights.Sum();
            for (int i = 0; i < HeadSize; i++) result[from + i] = values.Select((v, t) => v[i] * weights[t] / sum).Sum();
        }

        return result;
    }

    private float[] Row(string name, int row) => _weights[name][(row * Width)..((row + 1) * Width)];

    private double[] Times(double[] x, string name)
    {
        float[] weight = _weights[name];
        int columns = weight.Length / x.Length;
        return [.. Enumerable.Range(0, columns).Select(c => x.Select((value, r) => value * weight[r * columns + c]).Sum())];
    }

    private byte[] Graph()
    {
        GraphBuilder graph = new("tiny", SafetensorsWriter.Plan(_declarations).ToDictionary(t => t.Name), WeightsName);
        string ids = graph.Input("input_ids", ElementType.Int64, "batch", "sequence");
        string mask = graph.Input("attention_mask", ElementType.Int64, "batch", "total");
        string positions = graph.Input("position_ids", ElementType.Int64, "batch", "sequence");
        // Int32 is 6 among the element types.
        string seen = graph.Node("ReduceSum", "seen", [mask, graph.Constant("axis", 1)], ("keepdims", 0));
        string lengths = graph.Node("Sub", "lengths", [seen, graph.Scalar("one", 1L)]);
        string last = graph.Node("Cast", "seqlens_k", [lengths], ("to", 6));
        string total = graph.Node("Gather", "total", [graph.Node("Shape", "mask_shape", [mask]), graph.Scalar("second", 1L)]);
        string total32 = graph.Node("Cast", "total_sequence_length", [total], ("to", 6));
        string x = graph.Node("Add", "embedded", [
            graph.Node("Gather", "tokens", [graph.Weight("embed"), ids]),
            graph.Node("Gather", "placed", [graph.Weight("positions"), positions])]);
        for (int layer = 0; layer < Layers; layer++)
        {
            string pastKey = graph.Input($"past_key_values.{layer}.key", ElementType.Float32, "batch", KeyValueHeads, "past", HeadSize);
            string pastValue = graph.Input($"past_key_values.{layer}.value", ElementType.Float32, "batch", KeyValueHeads, "past", HeadSize);
            string[] attention = graph.Nodes(
                GraphBuilder.Microsoft + ":GroupQueryAttention", $"{layer}/attention",
                [Product("q"), Product("k"), Product("v"), pastKey, pastValue, last, total32],
                [$"{layer}/attention", $"present.{layer}.key", $"present.{layer}.value"], ("num_heads", Heads),
                ("kv_num_heads", KeyValueHeads));
            x = graph.Node("Add", $"{layer}/sum", [x, graph.Node("MatMul", $"{layer}/out", [attention[0], graph.Weight($"{layer}.o")])]);
            foreach (string present in attention[1..])
            {
                graph.Output(present, ElementType.Float32, "batch", KeyValueHeads, "total", HeadSize);
            }

            string Product(string name) => graph.Node("MatMul", $"{layer}/{name}", [x, graph.Weight($"{layer}.{name}")]);
        }

        graph.Output(graph.Node("MatMul", "logits", [x, graph.Weight("lm_head")]), ElementType.Float32, "batch", "sequence", Vocabulary);
        return graph.ToBytes();
    }
}
