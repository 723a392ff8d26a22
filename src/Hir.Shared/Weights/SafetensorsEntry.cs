using System.Globalization;

namespace Hir.Shared.Weights;

/// <summary>Where a tensor lies in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dtype">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Offset">Where its bytes begin, counted from the file's beginning.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record SafetensorsEntry(string Name, WeightDtype Dtype, long[] Shape, long Offset, long Length)
{
    /// <summary>How many elements it has.</summary>
    public long Count => Length / Dtype.SizeOf();

    /// <summary>The shape as people write it: [512, 64].</summary>
    public string ShapeText => Describe(Shape);

    internal static string Describe(IEnumerable<long> shape) =>
        $"[{string.Join(", ", shape.Select(d => d.ToString(CultureInfo.InvariantCulture)))}]";
}
