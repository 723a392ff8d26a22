using Hir.Export.Onnx.Proto;
using Hir.Shared.Weights;

namespace Hir.Export.Onnx;

/// <summary>The element types of graph values.</summary>
internal enum ElementType
{
    Float32 = TensorProto.Types.DataType.Float,
    UInt8 = TensorProto.Types.DataType.Uint8,
    Float16 = TensorProto.Types.DataType.Float16,
    BFloat16 = TensorProto.Types.DataType.Bfloat16,
    Int32 = TensorProto.Types.DataType.Int32,
    Int64 = TensorProto.Types.DataType.Int64,
    Bool = TensorProto.Types.DataType.Bool,
}

/// <summary>Relates element types to those of stored weights.</summary>
internal static class ElementTypes
{
    /// <summary>The type in which a graph reads weights of a stored type.</summary>
    public static ElementType Of(WeightDtype dtype) => dtype switch
    {
        WeightDtype.F32 => ElementType.Float32,
        WeightDtype.U8 => ElementType.UInt8,
        WeightDtype.F16 => ElementType.Float16,
        WeightDtype.BF16 => ElementType.BFloat16,
        _ => throw new InvalidOperationException($"Graphs have no weights of type {dtype}."),
    };
}
