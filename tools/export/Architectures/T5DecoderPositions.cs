using Hir.Export.Onnx;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// The bias of the decoder's self-attention, [rows, heads, target, capacity + target], once for all layers: the relative position bias, and
/// <see cref="T5Layers.Masked"/> for cache entries that a row has not filled and for new tokens that come later.
/// </summary>
internal sealed class T5DecoderPositions(GraphBuilder graph, T5Layers layers, T5Config config)
{
    /// <summary>Adds the nodes.</summary>
    /// <param name="pastLengths">[query, samples].</param>
    /// <param name="target">The number of new tokens, as a list of one.</param>
    /// <param name="capacity">The number of cache entries, as a list of one.</param>
    public string Build(string pastLengths, string target, string capacity)
    {
        string table = layers.BiasByDistance("decoder.block.0.layer.0.SelfAttention", T5RelativePositions.DecoderBuckets(config));
        string masked = graph.Scalar("position/masked", T5Layers.Masked);

        // Distances are query minus key. A new token t of a row with past p stands at p + t; the cache's entry j at j.
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

    private string Bias(string name, string table, string distance, long[] headsFirst)
    {
        string clamped = graph.Node("Clip", name + "/clamped",
            [distance, graph.Scalar(name + "/least", 0L), graph.Scalar(name + "/most", config.RelativeAttentionMaxDistance)]);
        return graph.Node("Transpose", name + "/heads_first", [graph.Node("Gather", name + "/gathered", [table, clamped])], ("perm", headsFirst));
    }
}
