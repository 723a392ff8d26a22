using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Hir.Learner.Parameters;

/// <summary>
/// All weights in one tensor and all their gradients in another. What the model computes with are leaves that view into the first; their
/// gradients view into the second, where autograd adds in place. An optimizer step, the gradient's norm and its zeroing are then a handful
/// of large operations, however many layers there are.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    /// <summary>Elements that are copied at once.</summary>
    private const long Piece = 1 << 24;

    private readonly Dictionary<string, Tensor> _leaves = [];

    public FlatParameters(ParameterLayout layout, ScalarType dtype, Device device, bool trainable = true)
    {
        Layout = layout;
        using IDisposable noGrad = no_grad();
        Values = zeros(layout.Length, dtype, device).DetachFromDisposeScope();
        Gradients = zeros(trainable ? layout.Length : 0, dtype, device).DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        foreach ((string key, ParameterSlot slot) in layout.Leaves)
        {
            // detach: a leaf of its own for autograd, still over the flat buffer's storage.
            Tensor tensor = Window(Values, slot).view(slot.Shape).detach().DetachFromDisposeScope();
            _leaves.Add(key, tensor);
            if (!trainable) continue;
            tensor.requires_grad_();
            tensor.grad = Window(Gradients, slot).view(slot.Shape);
        }
    }

    /// <summary>The order of the weights.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Every weight: [layout.Length].</summary>
    public Tensor Values { get; }

    /// <summary>Every gradient: [layout.Length]; empty where nothing is trained.</summary>
    public Tensor Gradients { get; }

    /// <summary>Whether there is a leaf of a key.</summary>
    public bool Has(string key) => _leaves.ContainsKey(key);

    /// <summary>A leaf by its key.</summary>
    public Tensor this[string key] => _leaves[key];

    /// <summary>Gives the elements of a weight from a first one on.</summary>
    public delegate void ReadElements(long first, Span<float> elements);

    /// <summary>Fills one weight, piece by piece: a tensor may have more bytes than a span.</summary>
    public void Read(ParameterSlot slot, ReadElements read)
    {
        using IDisposable noGrad = no_grad();
        for (long first = 0; first < slot.Length; first += Piece)
        {
            using var scope = NewDisposeScope();
            long count = Math.Min(Piece, slot.Length - first);
            Tensor staged = empty(count, ScalarType.Float32, CPU);
            read(first, MemoryMarshal.Cast<byte, float>(staged.bytes));
            Values.narrow(0, slot.Offset + first, count).copy_(staged);
        }
    }

    /// <summary>Writes one weight's values.</summary>
    public void Set(ParameterSlot slot, float[] values) =>
        Read(slot, (first, elements) => values.AsSpan((int)first, elements.Length).CopyTo(elements));

    /// <summary>Takes the next elements of a weight.</summary>
    public delegate void TakeElements(ReadOnlySpan<float> elements);

    /// <summary>Hands out one weight's values, piece by piece.</summary>
    public void Write(ParameterSlot slot, TakeElements take)
    {
        using IDisposable noGrad = no_grad();
        for (long first = 0; first < slot.Length; first += Piece)
        {
            using var scope = NewDisposeScope();
            Tensor piece = Values.narrow(0, slot.Offset + first, Math.Min(Piece, slot.Length - first));
            take(MemoryMarshal.Cast<byte, float>(piece.to(ScalarType.Float32).cpu().bytes));
        }
    }

    /// <summary>
    /// Makes sure that autograd still adds into the flat gradient. Something that replaces a leaf's gradient by a tensor of its own would
    /// otherwise train on zeros without an error.
    /// </summary>
    /// <exception cref="InvalidOperationException">A gradient lies elsewhere.</exception>
    public void RequireGradientsInPlace()
    {
        using var scope = NewDisposeScope();
        foreach ((string key, ParameterSlot slot) in Layout.Leaves)
        {
            Tensor? gradient = _leaves[key].grad;
            if (gradient is null || !SharesStorage(gradient, Window(Gradients, slot)))
            {
                throw new InvalidOperationException($"The gradient of {key} no longer lies in the flat gradient buffer.");
            }
        }
    }

    public void Dispose()
    {
        foreach (Tensor leaf in _leaves.Values) leaf.Dispose();
        Values.Dispose();
        Gradients.Dispose();
    }

    private static Tensor Window(Tensor flat, ParameterSlot slot) => flat.narrow(0, slot.Offset, slot.Length);

    private static bool SharesStorage(Tensor gradient, Tensor window)
    {
        // Addresses can be read on the CPU only. Elsewhere equal content has to do: a gradient that was replaced differs from the zeroed
        // window.
        if (window.device_type != DeviceType.CPU) return gradient.flatten().sub(window).count_nonzero().ToInt64() == 0;
        return Unsafe.AreSame(ref MemoryMarshal.GetReference(gradient.bytes), ref MemoryMarshal.GetReference(window.bytes));
    }
}
