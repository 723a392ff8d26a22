using Hir.Export.Onnx;

namespace Hir.Export.Architectures;

/// <summary>Products with the weights as they are. Keeps note of which weights there were.</summary>
internal sealed class FullLinears : ILinearForm
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _weights = [];

    /// <summary>The weights that were multiplied by, each once, in the order of their first product.</summary>
    public IReadOnlyList<string> Weights => _weights;

    public string Linear(GraphBuilder graph, string name, string x, string weight, string? bias) => graph.Node(
        "Gemm", name, bias is null ? [x, Note(graph, weight)] : [x, Note(graph, weight), graph.Weight(bias)], ("transB", 1));

    public string Product(GraphBuilder graph, string name, string x, string weight) =>
        graph.Node(GraphBuilder.Microsoft + ":FusedMatMul", name, [x, Note(graph, weight)], ("transB", 1));

    private string Note(GraphBuilder graph, string weight)
    {
        if (_known.Add(weight)) _weights.Add(weight);
        return graph.Weight(weight);
    }
}
