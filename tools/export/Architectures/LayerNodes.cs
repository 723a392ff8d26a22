using Hir.Export.Onnx;

namespace Hir.Export.Architectures;

/// <summary>
/// The pieces of layers that all networks share. Hidden states are [tokens, width]: the tokens of all sequences one after the other, so that each
/// weight is one matrix product, taken in PyTorch's [out, in] layout.
/// </summary>
internal static class LayerNodes
{
    /// <summary>x W^T + b for x [tokens, in] and a weight [out, in].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of the result.</param>
    /// <param name="x">The values.</param>
    /// <param name="weight">The weight's name.</param>
    /// <param name="bias">The name of a bias [out], or null.</param>
    public static string Linear(this GraphBuilder graph, string name, string x, string weight, string? bias = null) =>
        graph.Linears.Linear(graph, name, x, weight, bias);

    /// <summary>x W^T for x [..., in] of any number of dimensions and a weight [out, in].</summary>
    public static string Product(this GraphBuilder graph, string name, string x, string weight) => graph.Linears.Product(graph, name, x, weight);

    /// <summary>The root mean square norm over the last dimension, in the graph's type; mean and root are computed in float32.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of the result.</param>
    /// <param name="x">The values.</param>
    /// <param name="weight">The weight's name.</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    /// <param name="sums">The values' type, where it is not the graph's.</param>
    public static string Norm(this GraphBuilder graph, string name, string x, string weight, double epsilon, ElementType? sums = null)
    {
        ElementType type = sums ?? graph.Type;
        string normed = graph.Node(
            "SimplifiedLayerNormalization", ResultName(graph, name, type), [x, Scale(graph, name, weight, type)],
            ("axis", -1), ("epsilon", (float)epsilon), ("stash_type", 1));
        return graph.As(name, normed, type, graph.Type);
    }

    /// <summary>Adds a layer's result to the states and norms the sum: one pass over both.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of the normed sum.</param>
    /// <param name="states">The states.</param>
    /// <param name="result">The result, of the states' type.</param>
    /// <param name="weight">The weight's name.</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    /// <param name="sums">The states' type, where it is not the graph's.</param>
    /// <returns>The normed sum in the graph's type, and the sum.</returns>
    public static (string Normed, string Sum) AddNorm(
        this GraphBuilder graph, string name, string states, string result, string weight, double epsilon, ElementType? sums = null)
    {
        ElementType type = sums ?? graph.Type;
        string[] outputs = graph.Nodes(
            GraphBuilder.Microsoft + ":SkipSimplifiedLayerNormalization", ResultName(graph, name, type),
            [result, states, Scale(graph, name, weight, type)], [ResultName(graph, name, type), "", "", name + "/sum"], ("epsilon", (float)epsilon));
        return (graph.As(name, outputs[0], type, graph.Type), outputs[3]);
    }

    /// <summary>The dimension of a value as a list of one number.</summary>
    public static string Dimension(this GraphBuilder graph, string name, string value, int axis) =>
        graph.Node("Shape", name, [value], ("start", axis), ("end", axis + 1));

    /// <summary>0, 1, … below a number that is given as a list of one.</summary>
    public static string Range(this GraphBuilder graph, string name, string count) => graph.Node(
        "Range", name,
        [graph.Scalar(name + "/start", 0L), graph.Node("Squeeze", name + "/count", [count]), graph.Scalar(name + "/step", 1L)]);

    private static string ResultName(GraphBuilder graph, string name, ElementType type) => type == graph.Type ? name : name + "/wide";

    /// <summary>A norm's weight in a type; ONNX Runtime computes the cast of a constant once, when it opens the graph.</summary>
    private static string Scale(GraphBuilder graph, string name, string weight, ElementType type) =>
        graph.As(name + "/scale", graph.Weight(weight), graph.TypeOf(weight), type);
}
