using Hir.Export.Onnx;

namespace Hir.Export.Architectures;

/// <summary>How a graph multiplies states by the transpose of a weight [out, in].</summary>
internal interface ILinearForm
{
    /// <summary>x W^T + b for x [tokens, in].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of the result.</param>
    /// <param name="x">The values.</param>
    /// <param name="weight">The weight's name.</param>
    /// <param name="bias">The name of a bias [out], or null.</param>
    string Linear(GraphBuilder graph, string name, string x, string weight, string? bias);

    /// <summary>x W^T for x [..., in] of any number of dimensions.</summary>
    string Product(GraphBuilder graph, string name, string x, string weight);
}
