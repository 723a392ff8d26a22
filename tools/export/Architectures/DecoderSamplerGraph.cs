using Hir.Export.Onnx;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// A decoder-only network for the sampler: one step of any number of rows (target = 1, each row with a past of its own), the beginnings of rows,
/// padded at their end (target above 1, nothing past), or one row's next piece (target above 1 after a past). Logits only where they are asked for.
/// Inputs: input_ids int64 [rows, target], past_lengths int64 [rows] (the valid entries of each row's cache), output_positions int64 [n] (places among
/// rows * target, row by row; n may be 0), past_key_values.{i}.key and .value [rows, key-value heads, capacity, width] (what lies at and
/// beyond past_lengths does not matter; the width is head_dim, filled up to a multiple of 8), in the graph's element type.
/// Outputs: logits [n, vocab], float32 whatever the graph computes in, present.{i}.key and .value, meant to be the very buffers of the inputs: new entries are written at
/// past_lengths and beyond, nothing else is touched.
/// </summary>
internal static class DecoderSamplerGraph
{
    public static byte[] Build(
        DecoderConfig config, IReadOnlyDictionary<string, SafetensorsEntry> weights, ElementType type, ILinearForm linears)
    {
        GraphBuilder graph = new("sampler_decoder", weights, ModelFolder.WeightsName, type, linears);
        string ids = graph.Input("input_ids", ElementType.Int64, "batch_size", "target");
        string past = graph.Input("past_lengths", ElementType.Int64, "batch_size");
        string wanted = graph.Input("output_positions", ElementType.Int64, "outputs");

        string target = graph.Dimension("position/target", ids, 1);
        string column = graph.Node("Unsqueeze", "position/past", [past, graph.Constant("position/column", 1)]);
        string positions = graph.Node("Add", "position/positions", [column, graph.Range("position/new", target)]);
        string longest = graph.Node("ReduceMax", "position/longest", [past], ("axes", new long[] { 0 }), ("keepdims", 1));
        string total = graph.Node("Add", "position/total", [longest, target]);
        DecoderLayers layers = new(graph, config, new DecoderRun(ids, positions, past, total, wanted), padsCache: true);
        string logits = graph.Linear(type == ElementType.Float32 ? "logits" : "head/logits", layers.Add(), layers.HeadWeight);
        graph.Output(graph.As("logits", logits, type, ElementType.Float32), ElementType.Float32, "outputs", config.VocabSize);
        layers.DeclarePresent();
        return graph.ToBytes();
    }
}
