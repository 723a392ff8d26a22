namespace Hir.Shared.Weights;

/// <summary>Facts about <see cref="WeightDtype"/>.</summary>
public static class WeightDtypes
{
    /// <summary>The types that models are written in, by the names that config.json, manifests and options have for them.</summary>
    private static readonly (string Name, WeightDtype Dtype)[] ModelTypes =
        [("float32", WeightDtype.F32), ("float16", WeightDtype.F16), ("bfloat16", WeightDtype.BF16)];

    /// <summary>The type of float32, float16 or bfloat16; null for any other name.</summary>
    public static WeightDtype? Named(string name) =>
        ModelTypes.Where(type => type.Name == name).Select(type => (WeightDtype?)type.Dtype).FirstOrDefault();

    /// <summary>float32, float16 or bfloat16, for one of these types.</summary>
    public static string ModelName(this WeightDtype dtype) => ModelTypes.First(type => type.Dtype == dtype).Name;

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
