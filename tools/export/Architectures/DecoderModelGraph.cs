using Hir.Export.Onnx;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// A decoder-only network in the layout that Optimum, Transformers.js and ONNX Runtime GenAI run.
/// Inputs: input_ids int64 [rows, sequence], attention_mask int64 [rows, total] (1 for tokens, 0 for padding, the past's first), position_ids int64
/// [rows, sequence], past_key_values.{i}.key and .value [rows, key-value heads, past, head_dim] (past may be 0, or a whole buffer that is
/// also bound as present).
/// Outputs: logits [rows, sequence, vocab], present.{i}.key and .value [rows, key-value heads, total, head_dim].
/// Caches and logits have the element type of the graph.
/// Padding may stand anywhere in a row. The tokens are put before it, so that a row's cache is its tokens alone, one after the other, and the
/// attention needs no mask of sequence * total; the logits are then put back to the tokens' places.
/// </summary>
internal static class DecoderModelGraph
{
    public static byte[] Build(DecoderConfig config, IReadOnlyDictionary<string, SafetensorsEntry> weights, ElementType type)
    {
        GraphBuilder graph = new("decoder", weights, ModelFolder.WeightsName, type);
        string ids = graph.Input("input_ids", ElementType.Int64, "batch_size", "sequence");
        string mask = graph.Input("attention_mask", ElementType.Int64, "batch_size", "total");
        string positions = graph.Input("position_ids", ElementType.Int64, "batch_size", "sequence");

        string sequence = graph.Dimension("mask/sequence", ids, 1);
        string total = graph.Dimension("mask/total", mask, 1);
        string axis = graph.Constant("mask/axis", 1);
        string split = graph.Node("Concat", "mask/past_and_new", [graph.Node("Sub", "mask/past", [total, sequence]), sequence], ("axis", 0));
        string[] parts = graph.Nodes("Split", "mask/parts", [mask, split], ["mask/past_mask", "mask/new_mask"], ("axis", 1));
        string past = graph.Node("ReduceSum", "mask/past_lengths", [parts[0], axis], ("keepdims", 0));

        // Where each new token goes within its row: tokens to the front in their order, padding after them in its order.
        string places = graph.Range("order/places", sequence);
        string before = graph.Node("CumSum", "order/tokens_before", [parts[1], graph.Scalar("order/axis", 1L)], ("exclusive", 1));
        string count = graph.Node("ReduceSum", "order/count", [parts[1], axis], ("keepdims", 1));
        string padding = graph.Node("Sub", "order/padding", [graph.Node("Add", "order/after_all", [places, count]), before]);
        string isToken = graph.Cast("order/is_token", parts[1], ElementType.Bool);
        string order = graph.Node("Where", "order/order", [isToken, before, padding]);
        string ordered = graph.Node("ScatterElements", "order/ids", [ids, order, ids], ("axis", 1));
        string orderedPositions = graph.Node("ScatterElements", "order/positions", [positions, order, positions], ("axis", 1));

        string rows = graph.Range("order/rows", graph.Dimension("order/row_count", ids, 0));
        string starts = graph.Node("Unsqueeze", "order/starts", [graph.Node("Mul", "order/starts_flat", [rows, sequence]), axis]);
        string back = graph.Node("Reshape", "order/back",
            [graph.Node("Add", "order/back_2d", [order, starts]), graph.Constant("order/flat", -1)]);

        DecoderLayers layers = new(graph, config, new DecoderRun(ordered, orderedPositions, past, total, back), padsCache: false);
        // Three dimensions go into the product, so that the logits come out in their final shape without being copied.
        string shape = graph.Node("Concat", "head/shape",
            [graph.Node("Shape", "head/rows_and_sequence", [ids]), graph.Constant("head/hidden_size", config.HiddenSize)], ("axis", 0));
        string hidden = graph.Node("Reshape", "head/hidden", [layers.Add(), shape]);
        string logits = graph.Product("logits", hidden, layers.HeadWeight);
        graph.Output(logits, type, "batch_size", "sequence", config.VocabSize);
        layers.DeclarePresent();
        return graph.ToBytes();
    }
}
