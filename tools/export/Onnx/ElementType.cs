using Hir.Export.Onnx.Proto;

namespace Hir.Export.Onnx;

/// <summary>The element types of graph values.</summary>
internal enum ElementType
{
    Float32 = TensorProto.Types.DataType.Float,
    Int32 = TensorProto.Types.DataType.Int32,
    Int64 = TensorProto.Types.DataType.Int64,
    Bool = TensorProto.Types.DataType.Bool,
}
