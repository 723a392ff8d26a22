namespace Hir.Shared.Onnx;

/// <summary>
/// The operators that Hir's graphs are made of. The exporter writes no other, and the sampler hands no graph with another to ONNX Runtime:
/// of its hundreds of operators some read files, call libraries or are little tested. A new one needs a line here and nothing else.
/// </summary>
public static class GraphOperators
{
    /// <summary>The domain of ONNX Runtime's own operators; the standard's is an empty text.</summary>
    public const string Microsoft = "com.microsoft";

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "Add",
        "Cast",
        "Clip",
        "Concat",
        "Cos",
        "CumSum",
        "Equal",
        "Expand",
        "Gather",
        "Gemm",
        "Less",
        "LessOrEqual",
        "MatMul",
        "Mul",
        "Pad",
        "Range",
        "ReduceMax",
        "ReduceSum",
        "Relu",
        "Reshape",
        "ScatterElements",
        "Shape",
        "SimplifiedLayerNormalization",
        "Sin",
        "Slice",
        "Softmax",
        "Split",
        "Squeeze",
        "Sub",
        "Transpose",
        "Unsqueeze",
        "Where",
        Microsoft + ":FastGelu",
        Microsoft + ":FusedMatMul",
        Microsoft + ":GroupQueryAttention",
        Microsoft + ":MatMulNBits",
        Microsoft + ":QuickGelu",
        Microsoft + ":RotaryEmbedding",
        Microsoft + ":SkipSimplifiedLayerNormalization",
    };

    /// <summary>Their names; those of ONNX Runtime's domain as "com.microsoft:Name".</summary>
    public static IReadOnlyCollection<string> Names => Known;

    /// <summary>Whether graphs may hold an operator.</summary>
    /// <param name="domain">Its domain, empty for the standard's.</param>
    /// <param name="name">Its name.</param>
    public static bool Contains(string domain, string name) => Known.Contains(domain.Length == 0 ? name : $"{domain}:{name}");
}
