namespace Hir.Learner.Parameters;

/// <summary>One weight of the checkpoint and where it lies in the flat buffer.</summary>
/// <param name="Name">The Hugging Face name.</param>
/// <param name="Shape">The checkpoint's shape.</param>
/// <param name="Offset">The first element in the flat buffer.</param>
internal sealed record ParameterSlot(string Name, long[] Shape, long Offset)
{
    /// <summary>How many elements.</summary>
    public long Length { get; } = Shape.Aggregate(1L, (product, size) => product * size);
}
