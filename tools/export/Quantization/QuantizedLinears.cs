using Hir.Export.Architectures;
using Hir.Export.Onnx;
using Hir.Shared.Weights;

namespace Hir.Export.Quantization;

/// <summary>
/// Products with a variant's weights. ONNX Runtime quantizes the states too, to 8 bits a block of each row, and adds in whole numbers
/// (accuracy_level 4): what a row gives does not depend on the rows beside it.
/// </summary>
/// <param name="weights">The quantized weights by the names of their originals.</param>
/// <param name="entries">Where their tensors lie, by the tensors' names.</param>
/// <param name="file">The name of their file.</param>
internal sealed class QuantizedLinears(
    IReadOnlyDictionary<string, QuantizedWeight> weights, IReadOnlyDictionary<string, SafetensorsEntry> entries, string file) : ILinearForm
{
    private const int Int8States = 4;

    public string Linear(GraphBuilder graph, string name, string x, string weight, string? bias)
    {
        QuantizedWeight quantized = weights[weight];
        string[] stored =
        [
            .. new[] { quantized.Codes, quantized.Scales, quantized.ZeroPoints }.Select(tensor => graph.Weight(entries[tensor.Name], file)),
        ];
        // Before the bias stands an order of the columns, which is left out.
        return graph.Node(
            GraphBuilder.Microsoft + ":MatMulNBits", name, bias is null ? [x, .. stored] : [x, .. stored, "", graph.Weight(bias)],
            ("K", quantized.Columns), ("N", (int)quantized.Rows), ("bits", quantized.Scheme.Bits), ("block_size", QuantizationScheme.BlockSize),
            ("accuracy_level", Int8States));
    }

    public string Product(GraphBuilder graph, string name, string x, string weight) => Linear(graph, name, x, weight, bias: null);
}
