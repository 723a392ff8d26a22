namespace Hir.Shared.Weights;

/// <summary>Facts about <see cref="WeightDtype"/>.</summary>
public static class WeightDtypes
{
    /// <summary>The bytes of one element.</summary>
    public static int SizeOf(this WeightDtype dtype) => dtype switch
    {
        WeightDtype.F64 or WeightDtype.I64 or WeightDtype.U64 => 8,
        WeightDtype.F32 or WeightDtype.I32 or WeightDtype.U32 => 4,
        WeightDtype.F16 or WeightDtype.BF16 or WeightDtype.I16 or WeightDtype.U16 => 2,
        WeightDtype.I8 or WeightDtype.U8 or WeightDtype.BOOL or WeightDtype.F8_E5M2 or WeightDtype.F8_E4M3 => 1,
        _ => throw new InvalidOperationException($"{dtype} has no size."),
    };

    /// <summary>Whether <see cref="FloatConversion"/> can turn it into single precision.</summary>
    public static bool IsConvertibleFloat(this WeightDtype dtype) => dtype is WeightDtype.F32 or WeightDtype.F16 or WeightDtype.BF16;
}
