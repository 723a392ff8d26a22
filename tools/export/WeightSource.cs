namespace Hir.Export;

/// <summary>Gives a tensor's elements: float32, little-endian, row-major. The memory is used before the next tensor is asked for.</summary>
public delegate ReadOnlySpan<byte> WeightBytes();

/// <summary>A parameter to publish.</summary>
/// <param name="Name">Its Hugging Face name.</param>
/// <param name="Shape">Its dimensions in PyTorch's layout ([out, in]).</param>
/// <param name="Bytes">Gives its elements; called once, when its turn has come.</param>
public sealed record WeightSource(string Name, IReadOnlyList<long> Shape, WeightBytes Bytes);
