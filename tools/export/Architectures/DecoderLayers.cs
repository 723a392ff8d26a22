using Hir.Export.Onnx;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// The layers of a decoder-only network (Llama, Qwen2, Qwen3), which both of its graphs are made of: attention over a cache that the caller keeps,
/// with grouped queries and rotary positions, and a gated feed-forward layer; a root mean square norm before each.
/// The caches are the inputs past_key_values.{i}.key and .value and the outputs present.{i}.key and .value,
/// [rows, key-value heads, entries, width], in the element type of the graph. Past and present may be one buffer: new entries are then written in place.
/// </summary>
internal sealed class DecoderLayers
{
    private static readonly string[] Parts = ["key", "value"];

    private readonly GraphBuilder _graph;
    private readonly DecoderConfig _config;
    private readonly DecoderRun _run;
    private readonly HeadPadding _padding;
    private readonly DecoderRotation _rotation;
    private readonly string _tokens;
    private readonly string _seqlens;
    private readonly string _total;

    /// <summary>Declares the caches and adds what all layers share.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="config">The network.</param>
    /// <param name="run">The run's values.</param>
    /// <param name="padsCache">Whether heads of odd widths are filled up in the caches too, which spares copying them.</param>
    public DecoderLayers(GraphBuilder graph, DecoderConfig config, DecoderRun run, bool padsCache)
    {
        (_graph, _config, _run) = (graph, config, run);
        _padding = new HeadPadding(graph, config, padsCache);
        for (int i = 0; i < config.NumHiddenLayers; i++)
        {
            foreach (string part in Parts)
            {
                // Transformers.js makes the empty caches of the first step from this name: any other dimension without a number is 0.
                graph.Input(Past(i, part), graph.Type, "batch_size", config.NumKeyValueHeads, "past", _padding.CacheWidth);
            }
        }

        _rotation = new DecoderRotation(graph, config, run);
        _tokens = graph.Constant("shape/tokens", -1, config.QueryDim);
        // GroupQueryAttention wants each row's total but for one.
        string target = graph.Dimension("shape/target", run.Ids, 1);
        string last = graph.Node("Sub", "cache/last_new", [target, graph.Constant("cache/one", 1)]);
        _seqlens = graph.Cast("cache/seqlens", graph.Node("Add", "cache/last", [run.PastLengths, last]), ElementType.Int32);
        _total = graph.Cast("cache/total", graph.Node("Squeeze", "cache/total_scalar", [run.Total]), ElementType.Int32);
    }

    private static string Past(int layer, string part) => $"past_key_values.{layer}.{part}";

    private static string Present(int layer, string part) => $"present.{layer}.{part}";

    /// <summary>Adds every layer.</summary>
    /// <returns>The normed states of the wanted places, [n, hidden].</returns>
    public string Add()
    {
        string flat = _graph.Node("Reshape", "shape/flat_ids", [_run.Ids, _graph.Constant("shape/flat", -1)]);
        string states = _graph.Node("Gather", "embedding", [_graph.Weight(DecoderParameters.Embedding), flat]);
        string x = _graph.Norm("layer.0/attention_norm", states, $"{DecoderParameters.Layer(0)}.input_layernorm.weight", _config.RmsNormEps);
        for (int i = 0; i < _config.NumHiddenLayers; i++)
        {
            bool isLast = i + 1 == _config.NumHiddenLayers;
            string name = $"layer.{i}";
            string weights = DecoderParameters.Layer(i);
            string attended = Attend(i, x, $"{weights}.self_attn");
            if (isLast)
            {
                // After the last attention nothing is asked of the other places.
                attended = _graph.Node("Gather", name + "/wanted_attended", [attended, _run.Wanted]);
                states = _graph.Node("Gather", name + "/wanted_states", [states, _run.Wanted]);
            }

            string projected = Linear($"{name}/o", attended, $"{weights}.self_attn.o_proj", _config.OutputBias);
            (x, states) = AddNorm($"{name}/feed_forward_norm", states, projected, $"{weights}.post_attention_layernorm.weight");
            string forward = FeedForward($"{name}/feed_forward", x, $"{weights}.mlp");
            (x, states) = isLast
                ? AddNorm("final_norm", states, forward, DecoderParameters.FinalNorm)
                : AddNorm($"layer.{i + 1}/attention_norm", states, forward, $"{DecoderParameters.Layer(i + 1)}.input_layernorm.weight");
        }

        return x;
    }

    /// <summary>The name of the head's weight, [vocab, hidden].</summary>
    public string HeadWeight => _config.TieWordEmbeddings ? DecoderParameters.Embedding : DecoderParameters.Head;

    /// <summary>Declares the outputs of the caches.</summary>
    public void DeclarePresent()
    {
        for (int i = 0; i < _config.NumHiddenLayers; i++)
        {
            foreach (string part in Parts)
            {
                _graph.Output(Present(i, part), _graph.Type, "batch_size", _config.NumKeyValueHeads, "present", _padding.CacheWidth);
            }
        }
    }

    private string Attend(int layer, string x, string weights)
    {
        string name = $"layer.{layer}";
        bool biased = _config.QueryKeyValueBias;
        string q = _rotation.Turn(name + "/q", Linear(name + "/q", x, $"{weights}.q_proj", biased), $"{weights}.q_norm.weight");
        string k = _rotation.Turn(name + "/k", Linear(name + "/k", x, $"{weights}.k_proj", biased), $"{weights}.k_norm.weight");
        string v = _rotation.Split(name + "/v", Linear(name + "/v", x, $"{weights}.v_proj", biased));
        string attended = _graph.Nodes(
            GraphBuilder.Microsoft + ":GroupQueryAttention", name + "/attention",
            [
                _padding.Fill(name + "/q", q), _padding.Fill(name + "/k", k), _padding.Fill(name + "/v", v),
                .. Parts.Select(part => _padding.Past(Past(layer, part))), _seqlens, _total,
            ],
            [name + "/attention", .. Parts.Select(part => _padding.WrittenName(Present(layer, part)))],
            ("num_heads", _config.NumAttentionHeads), ("kv_num_heads", _config.NumKeyValueHeads), ("scale", (float)(1 / Math.Sqrt(_config.HeadDim))))[0];
        foreach (string part in Parts) _padding.Present(Present(layer, part));
        return _graph.Node("Reshape", name + "/attended", [_padding.Cut(name + "/attention", attended), _tokens]);
    }

    /// <summary>silu(gate) * up, and down again.</summary>
    private string FeedForward(string name, string x, string weights)
    {
        string gate = Linear(name + "/gate", x, $"{weights}.gate_proj", _config.MlpBias);
        string up = Linear(name + "/up", x, $"{weights}.up_proj", _config.MlpBias);
        string silu = _graph.Node(GraphBuilder.Microsoft + ":QuickGelu", name + "/silu", [gate], ("alpha", 1f));
        return Linear(name + "/down", _graph.Node("Mul", name + "/gated", [silu, up]), $"{weights}.down_proj", _config.MlpBias);
    }

    private string Linear(string name, string x, string module, bool hasBias) =>
        _graph.Linear(name, x, module + ".weight", hasBias ? module + ".bias" : null);

    private (string Normed, string Sum) AddNorm(string name, string states, string result, string weight) =>
        _graph.AddNorm(name, states, result, weight, _config.RmsNormEps);
}
