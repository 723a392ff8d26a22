using Hir.Shared;
using Hir.Shared.Handoff;

namespace Hir.Export.Quantization;

/// <summary>How a variant stores a weight [out, in]: each row in blocks of <see cref="BlockSize"/> codes that share a scale and
/// a zero point.</summary>
/// <param name="Name">The variant's name.</param>
/// <param name="Bits">Bits of a code: 8 or 4.</param>
public sealed record QuantizationScheme(string Name, int Bits)
{
    /// <summary>Weights that share a scale and a zero point.</summary>
    public const int BlockSize = 32;

    private static readonly QuantizationScheme[] All = [new(ModelVariant.Int8, 8), new(ModelVariant.Int4, 4)];

    /// <summary>Bytes of a block's codes.</summary>
    public int BlockBytes => BlockSize * Bits / 8;

    /// <summary>The scheme of a variant.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static QuantizationScheme Of(string name) =>
        All.FirstOrDefault(s => s.Name == name) ?? throw new InputException($"{name}: {ModelVariant.Problem(name)}.");

    /// <summary>Bytes of a row's zero points.</summary>
    /// <param name="columns">The row's length.</param>
    public int ZeroPointBytes(int columns) => (int)(((Blocks(columns) * Bits) + 7) / 8);

    /// <summary>Blocks of a row; the last is filled up.</summary>
    /// <param name="columns">The row's length.</param>
    public static long Blocks(long columns) => (columns + BlockSize - 1) / BlockSize;
}
