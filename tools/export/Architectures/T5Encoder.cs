using Hir.Export.Onnx;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>The encoder of a T5, which both of its encoder graphs hold: from token ids and mask to the last hidden states.</summary>
internal sealed class T5Encoder(GraphBuilder graph, T5Layers layers, T5Config config)
{
    /// <summary>A value [batch, length, heads, d_kv], as <see cref="T5Layers.SplitHeads"/> takes it.</summary>
    public string Heads { get; private set; } = "";

    /// <summary>
    /// Declares the inputs input_ids and attention_mask, int64 [batch, length], and the output last_hidden_state, [batch, length, d_model].
    /// </summary>
    /// <param name="batchName">The batch's name in the declared shapes.</param>
    /// <param name="lengthName">The length's name there.</param>
    /// <returns>The last hidden states as [tokens, d_model].</returns>
    public string Build(string batchName, string lengthName)
    {
        string ids = graph.Input("input_ids", ElementType.Int64, batchName, lengthName);
        string mask = graph.Input("attention_mask", ElementType.Int64, batchName, lengthName);

        string batch = layers.Dimension("shape/query", ids, 0);
        string length = layers.Dimension("shape/source", ids, 1);
        Heads = graph.Node("Concat", "shape/heads",
            [batch, length, graph.Constant("shape/heads_d_kv", config.NumHeads, config.DKv)], ("axis", 0));
        string merged = graph.Constant("shape/merged", -1, config.InnerDim);
        string bias = PositionBias(mask, length);

        string flat = graph.Node("Reshape", "shape/flat_ids", [ids, graph.Constant("shape/flat", -1)]);
        string states = layers.Embed(flat);
        string x = layers.Norm("block.0/attention_norm", states, "encoder.block.0.layer.0.layer_norm.weight");
        for (int i = 0; i < config.NumLayers; i++)
        {
            string block = $"encoder.block.{i}";
            string attended = Attention($"block.{i}/attention", x, $"{block}.layer.0.SelfAttention", merged, bias);
            (x, states) = layers.AddNorm($"block.{i}/feed_forward_norm", states, attended, $"{block}.layer.1.layer_norm.weight");
            string forward = layers.FeedForward($"block.{i}/feed_forward", x, $"{block}.layer.1.DenseReluDense");
            (x, states) = i + 1 < config.NumLayers
                ? layers.AddNorm($"block.{i + 1}/attention_norm", states, forward, $"encoder.block.{i + 1}.layer.0.layer_norm.weight")
                : layers.AddNorm("final_norm", states, forward, "encoder.final_layer_norm.weight");
        }

        string hidden = graph.Node("Concat", "shape/hidden", [batch, length, graph.Constant("shape/d_model", config.DModel)], ("axis", 0));
        graph.Output(graph.Node("Reshape", "last_hidden_state", [x, hidden]), graph.Type, batchName, lengthName, config.DModel);
        return x;
    }

    private string Attention(string name, string x, string weights, string merged, string bias)
    {
        string q = layers.SplitHeads(name + "/q_heads", layers.Linear(name + "/q", x, weights + ".q.weight"), Heads);
        string k = layers.SplitHeads(name + "/k_heads", layers.Linear(name + "/k", x, weights + ".k.weight"), Heads);
        string v = layers.SplitHeads(name + "/v_heads", layers.Linear(name + "/v", x, weights + ".v.weight"), Heads);
        string weighted = layers.Attend(name, q, k, v, bias);
        return layers.Output(name + "/o", layers.MergeHeads(name + "/merged", weighted, merged), weights + ".o.weight");
    }

    /// <summary>Position bias and mask together, [batch, heads, length, length].</summary>
    private string PositionBias(string mask, string length)
    {
        int most = config.RelativeAttentionMaxDistance;
        string table = layers.BiasByDistance("encoder.block.0.layer.0.SelfAttention", T5RelativePositions.EncoderBuckets(config));
        string keys = layers.Range("position/keys", length);
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
