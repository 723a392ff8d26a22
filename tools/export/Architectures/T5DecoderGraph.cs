using Hir.Export.Onnx;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// decoder_model_merged.onnx as Optimum exports a T5's decoder and Transformers.js feeds it.
/// Inputs: encoder_attention_mask int64 [batch, source], input_ids int64 [batch, target], encoder_hidden_states [batch, source, d_model],
/// past_key_values.{i}.decoder.key and .value [batch, heads, past, d_kv], past_key_values.{i}.encoder.key and .value
/// [batch, heads, source, d_kv], use_cache_branch bool [1].
/// Outputs: logits [batch, target, vocab], present.{i}.decoder.key and .value [batch, heads, past + target, d_kv],
/// present.{i}.encoder.key and .value [batch, heads, source, d_kv].
/// Hidden states, caches and logits have the element type of the graph.
/// One path serves both kinds of step. Without use_cache_branch the past, of whatever length, is cut to nothing; with it the hidden states are, and so
/// no keys of the prompt are computed. What is left of both is joined.
/// </summary>
internal sealed class T5DecoderGraph
{
    private readonly T5Config _config;
    private readonly GraphBuilder _graph;
    private readonly T5Layers _layers;

    // Shapes, values and biases that all layers share.
    private string _rowHeads = "";
    private string _merged = "";
    private string _selfBias = "";
    private string _crossBias = "";
    private string _hidden = "";
    private string _hiddenHeads = "";
    private string _zero = "";
    private string _lengthAxis = "";
    private string _selfPastLength = "";
    private string _crossPastLength = "";

    private T5DecoderGraph(T5Config config, IReadOnlyDictionary<string, SafetensorsEntry> weights, ElementType type)
    {
        _config = config;
        _graph = new GraphBuilder("t5_decoder", weights, ModelFolder.WeightsName, type);
        _layers = new T5Layers(_graph, config);
    }

    public static byte[] Build(T5Config config, IReadOnlyDictionary<string, SafetensorsEntry> weights, ElementType type) =>
        new T5DecoderGraph(config, weights, type).Build();

    private byte[] Build()
    {
        const string Batch = "batch_size", Target = "decoder_sequence_length", Source = "encoder_sequence_length";
        // A past has its own name for each of its lengths: in a first step they are not those of the mask and of the output.
        const string SelfPast = "past_decoder_sequence_length", CrossPast = "encoder_sequence_length_out";
        T5Decoder decoder = new(_graph, _layers, _config);
        string mask = _graph.Input("encoder_attention_mask", ElementType.Int64, Batch, Source);
        string ids = _graph.Input("input_ids", ElementType.Int64, Batch, Target);
        string hidden = _graph.Input("encoder_hidden_states", _graph.Type, Batch, Source, _config.DModel);
        for (int i = 0; i < _config.NumDecoderLayers; i++)
        {
            decoder.DeclarePast(i, "decoder", Batch, SelfPast);
            decoder.DeclarePast(i, "encoder", Batch, CrossPast);
        }

        string useCache = _graph.Input("use_cache_branch", ElementType.Bool, 1);

        string batch = _layers.Dimension("shape/batch", ids, 0);
        string target = _layers.Dimension("shape/target", ids, 1);
        string any = _graph.Constant("shape/any", -1);
        string headsAndSize = _graph.Constant("shape/heads_d_kv", _config.NumHeads, _config.DKv);
        _rowHeads = _graph.Node("Concat", "shape/row_heads", [batch, target, headsAndSize], ("axis", 0));
        _hiddenHeads = _graph.Node("Concat", "shape/hidden_heads", [batch, any, headsAndSize], ("axis", 0));
        _merged = _graph.Constant("shape/merged", -1, _config.InnerDim);
        _crossBias = _layers.MaskBias(mask);
        CutWhatIsNotUsed(hidden, useCache);
        _selfBias = new T5DecoderPositions(_graph, _layers, _config).OfBatch(_selfPastLength, target);

        string flat = _graph.Node("Reshape", "shape/flat_ids", [ids, any]);
        decoder.Head(decoder.Blocks(flat, SelfAttention, CrossAttention), target, Batch, Target, _graph.Type);
        for (int i = 0; i < _config.NumDecoderLayers; i++)
        {
            decoder.DeclarePresent(i, "decoder", Batch, $"{SelfPast} + {Target}");
            decoder.DeclarePresent(i, "encoder", Batch, $"{CrossPast} or {Source}");
        }

        return _graph.ToBytes();
    }

    /// <summary>The hidden states as [tokens, d_model], none when the cache is used; the lengths of past that count, 0 when it is not.</summary>
    private void CutWhatIsNotUsed(string hidden, string useCache)
    {
        _zero = _graph.Constant("cache/zero", 0);
        _lengthAxis = _graph.Constant("cache/length_axis", 2);
        string used = _graph.Node("Cast", "cache/used", [useCache], ("to", (int)ElementType.Int64));
        string unused = _graph.Node("Sub", "cache/unused", [_graph.Constant("cache/one", 1), used]);
        string length = _graph.Node("Mul", "cache/hidden_length", [_layers.Dimension("shape/source", hidden, 1), unused]);
        string left = _graph.Node("Slice", "cache/hidden", [hidden, _zero, length, _graph.Constant("cache/hidden_axis", 1)]);
        _hidden = _graph.Node("Reshape", "cache/hidden_tokens", [left, _graph.Constant("shape/hidden_tokens", -1, _config.DModel)]);
        _selfPastLength = PastLength("decoder", used);
        _crossPastLength = PastLength("encoder", used);
    }

    private string PastLength(string side, string used) => _graph.Node(
        "Mul", $"cache/{side}_length", [_layers.Dimension($"shape/{side}_past", T5Decoder.Past(0, side, "key"), 2), used]);

    private string SelfAttention(int layer, string x, string weights)
    {
        string name = $"block.{layer}/self";
        string q = Project(name + "/q", x, weights + ".q.weight", _rowHeads);
        string k = Join(layer, "decoder", "key", _selfPastLength, Project(name + "/k", x, weights + ".k.weight", _rowHeads));
        string v = Join(layer, "decoder", "value", _selfPastLength, Project(name + "/v", x, weights + ".v.weight", _rowHeads));
        string weighted = _layers.Attend(name, q, k, v, _selfBias);
        return _layers.Output(name + "/o", _layers.MergeHeads(name + "/merged", weighted, _merged), weights + ".o.weight");
    }

    private string CrossAttention(int layer, string x, string weights)
    {
        string name = $"block.{layer}/cross";
        string q = Project(name + "/q", x, weights + ".q.weight", _rowHeads);
        string k = Join(layer, "encoder", "key", _crossPastLength, Project(name + "/k", _hidden, weights + ".k.weight", _hiddenHeads));
        string v = Join(layer, "encoder", "value", _crossPastLength, Project(name + "/v", _hidden, weights + ".v.weight", _hiddenHeads));
        string weighted = _layers.Attend(name, q, k, v, _crossBias);
        return _layers.Output(name + "/o", _layers.MergeHeads(name + "/merged", weighted, _merged), weights + ".o.weight");
    }

    private string Project(string name, string x, string weight, string shape) =>
        _layers.SplitHeads(name + "_heads", _layers.Linear(name, x, weight), shape);

    /// <summary>What counts of the past and, after it, the new entries: an output of the graph.</summary>
    private string Join(int layer, string side, string part, string pastLength, string fresh)
    {
        string past = _graph.Node("Slice", $"block.{layer}/{side}_past_{part}", [T5Decoder.Past(layer, side, part), _zero, pastLength, _lengthAxis]);
        return _graph.Node("Concat", T5Decoder.Present(layer, side, part), [past, fresh], ("axis", 2));
    }
}
