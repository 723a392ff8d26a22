using Hir.Export.Onnx;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// The bias of the decoder's self-attention, once for all layers: the relative position bias, and <see cref="T5Layers.Masked"/> for what a token
/// must not see. Distances are query minus key.
/// </summary>
internal sealed class T5DecoderPositions(GraphBuilder graph, T5Layers layers, T5Config config)
{
    /// <summary>
    /// Rows with pasts of their own, [rows, heads, target, capacity + target]: cache entries that a row has not filled are masked, and so are new
    /// tokens that come later.
    /// </summary>
    /// <param name="pastLengths">[query, samples].</param>
    /// <param name="target">The number of new tokens, as a list of one.</param>
    /// <param name="capacity">The number of cache entries, as a list of one.</param>
    public string OfRows(string pastLengths, string target, string capacity)
    {
        string table = Table();
        string masked = graph.Scalar("position/masked", T5Layers.Masked);

        // A new token t of a row with past p stands at p + t; the cache's entry j at j.
        string past = graph.Node("Reshape", "position/past", [pastLengths, graph.Constant("position/past_shape", -1, 1, 1)]);
        string fresh = layers.Range("position/new_range", target);
        string queries = graph.Node("Unsqueeze", "position/new_column", [fresh, graph.Constant("position/column", 1)]);
        string cached = layers.Range("position/cached", capacity);

        string toCache = graph.Node("Sub", "position/cache_distance", [graph.Node("Add", "position/query", [past, queries]), cached]);
        string cacheBias = Bias("position/cache", table, toCache, [0, 3, 1, 2]);
        string filled = graph.Node("Unsqueeze", "position/filled",
            [graph.Node("Less", "position/filled_3d", [cached, past]), graph.Constant("position/heads_axis", 1)]);
        string cachePart = graph.Node("Where", "position/cache_bias", [filled, cacheBias, masked]);

        string toNew = graph.Node("Sub", "position/new_distance", [queries, fresh]);
        string newBias = Bias("position/new", table, toNew, [2, 0, 1]);
        string earlier = graph.Node("LessOrEqual", "position/earlier", [fresh, queries]);
        string newPart = graph.Node("Where", "position/new_bias", [earlier, newBias, masked]);
        string rows = layers.Dimension("shape/rows", past, 0);
        string expanded = graph.Node("Expand", "position/new_bias_rows",
            [newPart, graph.Node("Concat", "position/rows_shape", [rows, graph.Constant("position/ones", 1, 1, 1)], ("axis", 0))]);
        return graph.Node("Concat", "position/bias", [cachePart, expanded], ("axis", -1));
    }

    /// <summary>A batch whose rows all have the same past, [heads, target, past + target]: tokens that come later are masked.</summary>
    /// <param name="past">The number of past tokens, as a list of one.</param>
    /// <param name="target">The number of new tokens, as a list of one.</param>
    public string OfBatch(string past, string target)
    {
        string table = Table();
        string keys = layers.Range("position/keys", graph.Node("Add", "position/length", [past, target]));
        string column = graph.Node("Unsqueeze", "position/new_column", [layers.Range("position/new_range", target), graph.Constant("position/column", 1)]);
        string queries = graph.Node("Add", "position/queries", [column, past]);
        string bias = Bias("position/all", table, graph.Node("Sub", "position/distance", [queries, keys]), [2, 0, 1]);
        string earlier = graph.Node("LessOrEqual", "position/earlier", [keys, queries]);
        return graph.Node("Where", "position/bias", [earlier, bias, graph.Scalar("position/masked", T5Layers.Masked)]);
    }

    private string Table() => layers.BiasByDistance("decoder.block.0.layer.0.SelfAttention", T5RelativePositions.DecoderBuckets(config));

    private string Bias(string name, string table, string distance, long[] headsFirst)
    {
        string clamped = graph.Node("Clip", name + "/clamped",
            [distance, graph.Scalar(name + "/least", 0L), graph.Scalar(name + "/most", config.RelativeAttentionMaxDistance)]);
        return graph.Node("Transpose", name + "/heads_first", [graph.Node("Gather", name + "/gathered", [table, clamped])], ("perm", headsFirst));
    }
}
