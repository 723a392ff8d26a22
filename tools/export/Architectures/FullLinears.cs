using Hir.Export.Onnx;

namespace Hir.Export.Architectures;

/// <summary>Products with the weights as they are. Keeps note of which weights there were.</summary>
internal sealed class FullLinears : ILinearForm
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _weights = [];

    /// <summary>The weights that were multiplied by, each once, in the order of their first product.</summary>
    public IReadOnlyList<string> Weights => _weights;

    public string Linear(GraphBuilder graph, string name, string x, string weight, string? bias)
    {
        // ONNX Runtime's Gemm computes float16 on the CPU number by number; the product without bias it widens to float32, which is far faster
        // (seconds for minutes with 56 million parameters) and adds up more exactly.
        if (graph.Type == ElementType.Float32)
        {
            string[] inputs = [x, Note(graph, weight)];
            return graph.Node("Gemm", name, bias is null ? inputs : [.. inputs, graph.Weight(bias)], ("transB", 1));
        }

        string product = Product(graph, bias is null ? name : name + "/product", x, weight);
        return bias is null ? product : graph.Node("Add", name, [product, graph.Weight(bias)]);
    }

    public string Product(GraphBuilder graph, string name, string x, string weight) =>
        graph.Node(GraphBuilder.Microsoft + ":FusedMatMul", name, [x, Note(graph, weight)], ("transB", 1));

    private string Note(GraphBuilder graph, string weight)
    {
        if (_known.Add(weight)) _weights.Add(weight);
        return graph.Weight(weight);
    }
}
