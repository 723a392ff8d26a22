namespace Hir.Shared.Weights;

/// <summary>The element types that a safetensors file may declare.</summary>
public enum WeightDtype
{
    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of a single-precision number.</summary>
    BF16,

    /// <summary>IEEE double precision.</summary>
    F64,

    /// <summary>Signed, 8 bit.</summary>
    I8,

    /// <summary>Signed, 16 bit.</summary>
    I16,

    /// <summary>Signed, 32 bit.</summary>
    I32,

    /// <summary>Signed, 64 bit.</summary>
    I64,

    /// <summary>Unsigned, 8 bit.</summary>
    U8,

    /// <summary>Unsigned, 16 bit.</summary>
    U16,

    /// <summary>Unsigned, 32 bit.</summary>
    U32,

    /// <summary>Unsigned, 64 bit.</summary>
    U64,

    /// <summary>One byte, 0 or 1.</summary>
    BOOL,

    /// <summary>8-bit float, 5 exponent bits.</summary>
    F8_E5M2,

    /// <summary>8-bit float, 4 exponent bits.</summary>
    F8_E4M3,
}
