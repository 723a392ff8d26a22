using Hir.Export.Onnx;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// What queries and keys go through between their projection and the attention: the norm of each head (Qwen3) and the rotation by position. Sines
/// and cosines are computed once a run for the tokens at hand, in float32, so there is no table of the longest context.
/// </summary>
internal sealed class DecoderRotation
{
    private readonly GraphBuilder _graph;
    private readonly DecoderConfig _config;
    private readonly string _split;
    private readonly string _order;
    private readonly string _cos;
    private readonly string _sin;
    private readonly string _byHead;

    public DecoderRotation(GraphBuilder graph, DecoderConfig config, DecoderRun run)
    {
        (_graph, _config) = (graph, config);
        string shape = graph.Node("Shape", "shape/ids", [run.Ids]);
        _split = graph.Node("Concat", "shape/split", [shape, graph.Constant("shape/any", -1)], ("axis", 0));
        _byHead = config.QueryKeyNorm ? graph.Constant("shape/by_head", -1, config.HeadDim) : "";

        // The operator looks angles up in tables by position. Here the tables are the angles of this run's tokens, in the tokens' order.
        string column = graph.Node("Reshape", "rotary/positions", [run.Positions, graph.Constant("rotary/column", -1, 1)]);
        string angles = graph.Node("Mul", "rotary/angles",
            [graph.Cast("rotary/floats", column, ElementType.Float32), graph.Floats("rotary/frequencies", config.Rope.Frequencies(config.HeadDim))]);
        _cos = graph.As("rotary/narrow_cos", graph.Node("Cos", "rotary/cos", [angles]), ElementType.Float32, graph.Type);
        _sin = graph.As("rotary/narrow_sin", graph.Node("Sin", "rotary/sin", [angles]), ElementType.Float32, graph.Type);
        string places = graph.Range("rotary/places", graph.Dimension("rotary/count", angles, 0));
        _order = graph.Node("Reshape", "rotary/order", [places, shape]);
    }

    /// <summary>[tokens, heads * head_dim] to [rows, target, heads * head_dim], normed and turned.</summary>
    public string Turn(string name, string x, string normWeight)
    {
        if (_config.QueryKeyNorm)
        {
            x = _graph.Norm(name + "/normed", _graph.Node("Reshape", name + "/by_head", [x, _byHead]), normWeight, _config.RmsNormEps);
        }

        return _graph.Node(GraphBuilder.Microsoft + ":RotaryEmbedding", name + "/turned", [Split(name, x), _order, _cos, _sin]);
    }

    /// <summary>[tokens, heads * head_dim] to [rows, target, heads * head_dim].</summary>
    public string Split(string name, string x) => _graph.Node("Reshape", name + "/split", [x, _split]);
}
