using Hir.Export.Onnx;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// The decoder of a T5 over a cache that the caller keeps: one step (target = 1) or a whole output at once. Rows = query * samples, and row r
/// belongs to query r / samples.
/// Inputs: input_ids int64 [query, samples, target], past_lengths int64 [query, samples] (the valid entries of each row's cache),
/// encoder_attention_mask int64 [query, source], past_key_values.{i}.encoder.key and .value [query, heads, source, d_kv],
/// past_key_values.{i}.decoder.key and .value [rows, heads, capacity, d_kv] (what lies at and beyond past_lengths does not matter).
/// Outputs: logits float32 [rows, target, vocab], present.{i}.decoder.key and .value [rows, heads, target, d_kv]: the new entries
/// alone. Caches have the element type of the graph, logits are float32 in all. Scores against the cache and against the new tokens are computed apart and joined before the softmax, so that the graph never
/// copies the cache.
/// </summary>
internal sealed class T5SamplerDecoderGraph
{
    private readonly T5Config _config;
    private readonly GraphBuilder _graph;
    private readonly T5Layers _layers;

    // Shapes and biases that all layers share.
    private string _rowHeads = "";
    private string _queryHeads = "";
    private string _merged = "";
    private string _selfBias = "";
    private string _crossBias = "";
    private string _splitSizes = "";

    private T5SamplerDecoderGraph(
        T5Config config, IReadOnlyDictionary<string, SafetensorsEntry> weights, ElementType type, ILinearForm linears)
    {
        _config = config;
        _graph = new GraphBuilder("t5_decoder", weights, ModelFolder.WeightsName, type, linears);
        _layers = new T5Layers(_graph, config);
    }

    public static byte[] Build(
        T5Config config, IReadOnlyDictionary<string, SafetensorsEntry> weights, ElementType type, ILinearForm linears) =>
        new T5SamplerDecoderGraph(config, weights, type, linears).Build();

    private byte[] Build()
    {
        T5Decoder decoder = new(_graph, _layers, _config);
        string ids = _graph.Input("input_ids", ElementType.Int64, "query", "samples", "target");
        string pastLengths = _graph.Input("past_lengths", ElementType.Int64, "query", "samples");
        string mask = _graph.Input("encoder_attention_mask", ElementType.Int64, "query", "source");
        for (int i = 0; i < _config.NumDecoderLayers; i++)
        {
            decoder.DeclarePast(i, "encoder", "query", "source");
            decoder.DeclarePast(i, "decoder", "rows", "capacity");
        }

        string query = _layers.Dimension("shape/query", ids, 0);
        string target = _layers.Dimension("shape/target", ids, 2);
        string capacity = _layers.Dimension("shape/capacity", T5Decoder.Past(0, "decoder", "key"), 2);
        string minusOne = _graph.Constant("shape/any", -1);
        string headsAndSize = _graph.Constant("shape/heads_d_kv", _config.NumHeads, _config.DKv);
        _rowHeads = _graph.Node("Concat", "shape/row_heads", [minusOne, target, headsAndSize], ("axis", 0));
        _queryHeads = _graph.Node("Concat", "shape/query_heads", [query, minusOne, headsAndSize], ("axis", 0));
        _merged = _graph.Constant("shape/merged", -1, _config.InnerDim);
        _splitSizes = _graph.Node("Concat", "shape/past_and_new", [capacity, target], ("axis", 0));
        _crossBias = _layers.MaskBias(mask);
        _selfBias = new T5DecoderPositions(_graph, _layers, _config).OfRows(pastLengths, target, capacity);

        string flat = _graph.Node("Reshape", "shape/flat_ids", [ids, minusOne]);
        decoder.Head(decoder.Blocks(flat, SelfAttention, CrossAttention), target, "rows", "target", ElementType.Float32);
        for (int i = 0; i < _config.NumDecoderLayers; i++) decoder.DeclarePresent(i, "decoder", "rows", "target");
        return _graph.ToBytes();
    }

    private string SelfAttention(int layer, string x, string weights)
    {
        string name = $"block.{layer}/self";
        string q = _layers.SplitHeads(name + "/q_heads", _layers.Linear(name + "/q", x, weights + ".q.weight"), _rowHeads);
        string k = _layers.SplitHeads(T5Decoder.Present(layer, "decoder", "key"), _layers.Linear(name + "/k", x, weights + ".k.weight"), _rowHeads);
        string v = _layers.SplitHeads(T5Decoder.Present(layer, "decoder", "value"), _layers.Linear(name + "/v", x, weights + ".v.weight"), _rowHeads);
        string scores = _graph.Node("Concat", name + "/scores",
            [_layers.Scores(name + "/past_scores", q, T5Decoder.Past(layer, "decoder", "key")), _layers.Scores(name + "/new_scores", q, k)],
            ("axis", -1));
        string softmax = _layers.Softmax(name, scores, _selfBias);
        string[] parts = _graph.Nodes(
            "Split", name + "/split", [softmax, _splitSizes], [name + "/past_softmax", name + "/new_softmax"], ("axis", -1));
        string past = _graph.Node("MatMul", name + "/past_weighted", [parts[0], T5Decoder.Past(layer, "decoder", "value")]);
        string fresh = _graph.Node("MatMul", name + "/new_weighted", [parts[1], v]);
        string weighted = _graph.Node("Add", name + "/weighted", [past, fresh]);
        return _layers.Output(name + "/o", _layers.MergeHeads(name + "/merged", weighted, _merged), weights + ".o.weight");
    }

    /// <summary>The samples of a query are one longer sequence here: all attend to the query's one copy of keys and values.</summary>
    private string CrossAttention(int layer, string x, string weights)
    {
        string name = $"block.{layer}/cross";
        string q = _layers.SplitHeads(name + "/q_heads", _layers.Linear(name + "/q", x, weights + ".q.weight"), _queryHeads);
        string weighted = _layers.Attend(
            name, q, T5Decoder.Past(layer, "encoder", "key"), T5Decoder.Past(layer, "encoder", "value"), _crossBias);
        return _layers.Output(name + "/o", _layers.MergeHeads(name + "/merged", weighted, _merged), weights + ".o.weight");
    }
}
