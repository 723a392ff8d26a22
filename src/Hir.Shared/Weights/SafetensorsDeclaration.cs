namespace Hir.Shared.Weights;

/// <summary>A tensor that will be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dtype">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
public sealed record SafetensorsDeclaration(string Name, WeightDtype Dtype, IReadOnlyList<long> Shape)
{
    /// <summary>How many bytes its data has.</summary>
    public long Length => checked(Shape.Aggregate(1L, (product, dimension) => checked(product * dimension)) * Dtype.SizeOf());
}
