using System.Text.Json.Nodes;
using Hir.Export.Onnx;
using Hir.Sampler.Tests.Sampling;
using Hir.Shared.Weights;
using Hir.Testing;

namespace Hir.Sampler.Tests.Feedback;

/// <summary>
/// A text classification network that can be worked out by hand: the logits are the sum over the tokens of (1 + type) * row of a table.
/// </summary>
internal sealed class TinyClassifier : IDisposable
{
    private const int Labels = 3;

    private readonly TempFolder _folder = new();
    private readonly float[] _table = [.. Enumerable.Range(0, TinyText.Tokenizer.VocabularySize * Labels).Select(i => MathF.Sin(i * 7) / 4)];

    public TinyClassifier(string? config = null)
    {
        File.WriteAllText(
            _folder.File("config.json"), config ?? """{"id2label": {"0": "BAD", "1": "FAIR", "2": "GOOD"}, "max_position_embeddings": 40}""");
        TinyText.WriteTokenizer(_folder.Path);
        JsonNode tokenizer = JsonNode.Parse(File.ReadAllText(_folder.File("tokenizer.json")))!;
        tokenizer["post_processor"]!["pair"] = JsonNode.Parse("""
            [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}},
             {"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "</s>", "type_id": 1}}]
            """);
        File.WriteAllText(_folder.File("tokenizer.json"), tokenizer.ToJsonString());
        // Written by another exporter: a note on the model (field 6) is more than Hir's own graphs hold.
        File.WriteAllBytes(_folder.File("model.onnx"), [.. Graph(), 0x32, 2, (byte)'h', (byte)'i']);
    }

    public string Path => _folder.Path;

    public double[] Logits(int[] ids, int[] types) =>
        [.. Enumerable.Range(0, Labels).Select(l => ids.Zip(types).Sum(t => (1.0 + t.Second) * _table[(t.First * Labels) + l]))];

    public void Dispose() => _folder.Dispose();

    private byte[] Graph()
    {
        GraphBuilder graph = new("tiny", new Dictionary<string, SafetensorsEntry>(), "");
        string ids = graph.Input("input_ids", ElementType.Int64, "batch", "sequence");
        string mask = graph.Input("attention_mask", ElementType.Int64, "batch", "sequence");
        string types = graph.Input("token_type_ids", ElementType.Int64, "batch", "sequence");
        string table = graph.Node("Reshape", "table", [graph.Floats("flat", _table), graph.Constant("shape", -1, Labels)]);
        string rows = graph.Node("Gather", "rows", [table, ids]);
        string weights = graph.Node("Mul", "weights", [graph.Node("Add", "typed", [types, graph.Scalar("one", 1L)]), mask]);
        string wide = graph.Node(
            "Unsqueeze", "wide", [graph.Cast("weight", weights, ElementType.Float32), graph.Constant("last", 2)]);
        graph.Node("ReduceSum", "logits", [graph.Node("Mul", "scaled", [rows, wide]), graph.Constant("axis", 1)], ("keepdims", 0));
        graph.Output("logits", ElementType.Float32, "batch", Labels);
        return graph.ToBytes();
    }
}
