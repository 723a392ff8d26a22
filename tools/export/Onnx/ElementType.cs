using Hir.Export.Onnx.Proto;

namespace Hir.Export.Onnx;

/// <summary>The element types of graph inputs and outputs.</summary>
internal enum ElementType
{
    Float32 = TensorProto.Types.DataType.Float,
    Int64 = TensorProto.Types.DataType.Int64,
    Bool = TensorProto.Types.DataType.Bool,
}
