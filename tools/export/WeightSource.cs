using Hir.Shared.Weights;

namespace Hir.Export;

/// <summary>Takes the next elements of a tensor: whole elements, little-endian, row-major. The memory is used before the call returns.</summary>
public delegate void TakeElements(ReadOnlySpan<byte> elements);

/// <summary>A parameter to publish.</summary>
/// <param name="Name">Its Hugging Face name.</param>
/// <param name="Shape">Its dimensions in PyTorch's layout ([out, in]).</param>
/// <param name="Give">
/// Gives all its elements, a piece after the other, so that no tensor has to be held whole; called once, when its turn has come.
/// </param>
/// <param name="Dtype">The type of the elements that are given: F32, F16 or BF16. They are converted to that of the folder.</param>
public sealed record WeightSource(string Name, IReadOnlyList<long> Shape, Action<TakeElements> Give, WeightDtype Dtype = WeightDtype.F32);
