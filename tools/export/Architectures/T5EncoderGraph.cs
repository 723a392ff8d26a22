using Hir.Export.Onnx;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// The encoder of a T5, with the cross-attention keys and values of every decoder layer, which are computed once a query.
/// Inputs: input_ids, attention_mask int64 [query, source]. Outputs: last_hidden_state float32 [query, source, d_model] and
/// present.{i}.encoder.key, present.{i}.encoder.value float32 [query, heads, source, d_kv].
/// </summary>
internal static class T5EncoderGraph
{
    public static byte[] Build(T5Config config, IReadOnlyDictionary<string, SafetensorsEntry> weights)
    {
        GraphBuilder graph = new("t5_encoder", weights, ModelFolder.WeightsName);
        T5Layers layers = new(graph, config);
        string ids = graph.Input("input_ids", ElementType.Int64, "query", "source");
        string mask = graph.Input("attention_mask", ElementType.Int64, "query", "source");

        string query = layers.Dimension("shape/query", ids, 0);
        string source = layers.Dimension("shape/source", ids, 1);
        string heads = graph.Node("Concat", "shape/heads",
            [query, source, graph.Constant("shape/heads_d_kv", config.NumHeads, config.DKv)], ("axis", 0));
        string merged = graph.Constant("shape/merged", -1, config.InnerDim);
        string bias = PositionBias(graph, layers, config, mask, source);

        string flat = graph.Node("Reshape", "shape/flat_ids", [ids, graph.Constant("shape/flat", -1)]);
        string states = graph.Node("Gather", "embedding", [graph.Weight("shared.weight"), flat]);
        string x = layers.Norm("block.0/attention_norm", states, "encoder.block.0.layer.0.layer_norm.weight");
        for (int i = 0; i < config.NumLayers; i++)
        {
            string block = $"encoder.block.{i}";
            string attended = Attention(graph, layers, $"block.{i}/attention", x, $"{block}.layer.0.SelfAttention", heads, merged, bias);
            (x, states) = layers.AddNorm($"block.{i}/feed_forward_norm", states, attended, $"{block}.layer.1.layer_norm.weight");
            string forward = layers.FeedForward($"block.{i}/feed_forward", x, $"{block}.layer.1.DenseReluDense");
            (x, states) = i + 1 < config.NumLayers
                ? layers.AddNorm($"block.{i + 1}/attention_norm", states, forward, $"encoder.block.{i + 1}.layer.0.layer_norm.weight")
                : layers.AddNorm("final_norm", states, forward, "encoder.final_layer_norm.weight");
        }

        string hidden = graph.Node("Concat", "shape/hidden", [query, source, graph.Constant("shape/d_model", config.DModel)], ("axis", 0));
        graph.Output(graph.Node("Reshape", "last_hidden_state", [x, hidden]), ElementType.Float32, "query", "source", config.DModel);
        for (int i = 0; i < config.NumDecoderLayers; i++)
        {
            foreach ((string part, string weight) in new[] { ("key", "k"), ("value", "v") })
            {
                string name = $"present.{i}.encoder.{part}";
                string projected = layers.Linear(name + "/projected", x, $"decoder.block.{i}.layer.1.EncDecAttention.{weight}.weight");
                graph.Output(layers.SplitHeads(name, projected, heads), ElementType.Float32, "query", config.NumHeads, "source", config.DKv);
            }
        }

        return graph.ToBytes();
    }

    private static string Attention(
        GraphBuilder graph, T5Layers layers, string name, string x, string weights, string heads, string merged, string bias)
    {
        string q = layers.SplitHeads(name + "/q_heads", layers.Linear(name + "/q", x, weights + ".q.weight"), heads);
        string k = layers.SplitHeads(name + "/k_heads", layers.Linear(name + "/k", x, weights + ".k.weight"), heads);
        string v = layers.SplitHeads(name + "/v_heads", layers.Linear(name + "/v", x, weights + ".v.weight"), heads);
        string scores = graph.Node("Add", name + "/biased", [layers.Scores(name + "/scores", q, k), bias]);
        string weighted = graph.Node("MatMul", name + "/weighted", [graph.Node("Softmax", name + "/softmax", [scores], ("axis", -1)), v]);
        return layers.Linear(name + "/o", layers.MergeHeads(name + "/merged", weighted, merged), weights + ".o.weight");
    }

    /// <summary>Position bias and mask together, [query, heads, source, source].</summary>
    private static string PositionBias(GraphBuilder graph, T5Layers layers, T5Config config, string mask, string source)
    {
        int most = config.RelativeAttentionMaxDistance;
        string table = layers.BiasByDistance("encoder.block.0.layer.0.SelfAttention", T5RelativePositions.EncoderBuckets(config));
        string keys = layers.Range("position/keys", source);
        string queries = graph.Node("Unsqueeze", "position/queries", [keys, graph.Constant("position/column", 1)]);
        string difference = graph.Node("Clip", "position/clamped",
            [graph.Node("Sub", "position/difference", [keys, queries]), graph.Scalar("position/least", -most),
                graph.Scalar("position/most", most)]);
        string index = graph.Node("Add", "position/index", [difference, graph.Scalar("position/shift", most)]);
        string bias = graph.Node("Transpose", "position/bias_heads_first",
            [graph.Node("Gather", "position/gathered", [table, index])], ("perm", new long[] { 2, 0, 1 }));
        return graph.Node("Add", "position/bias", [bias, layers.MaskBias(mask)]);
    }
}
