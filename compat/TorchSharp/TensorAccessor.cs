using System.Collections;
using System.Runtime.CompilerServices;

namespace TorchSharp.Utils;

/// <summary>The elements of a CPU tensor in place, in the order of its dimensions whatever its strides.</summary>
public sealed class TensorAccessor<T> : IEnumerable<T>, IDisposable where T : unmanaged
{
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly nint start;
    private readonly bool packed;
    private torch.Tensor? tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        this.tensor = tensor;
        shape = tensor.shape;
        strides = tensor.stride();
        packed = tensor.is_contiguous();
        Count = tensor.NumberOfElements;
        start = tensor.Data();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public unsafe T this[params long[] indices]
    {
        get
        {
            T value = *At(Offset(indices));
            GC.KeepAlive(tensor);
            return value;
        }

        set
        {
            *At(Offset(indices)) = value;
            GC.KeepAlive(tensor);
        }
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    public unsafe Array ToNDArray()
    {
        if (shape.Length == 0) return ToArray();
        var array = Array.CreateInstance(typeof(T), shape);
        T[] flat = ToArray();
        ref byte target = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array);
        flat.CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref target), flat.Length));
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Live();
        int count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        Span<T> target = array.Slice(arrayIndex, Math.Max(count, 0));
        if (packed) new ReadOnlySpan<T>(At(tensorIndex), target.Length).CopyTo(target);
        else
            for (int i = 0; i < target.Length; i++) target[i] = *At(Position(tensorIndex + i));
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public unsafe void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Live();
        int count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        ReadOnlySpan<T> source = array.Slice(arrayIndex, Math.Max(count, 0));
        if (packed) source.CopyTo(new Span<T>(At(tensorIndex), source.Length));
        else
            for (int i = 0; i < source.Length; i++) *At(Position(tensorIndex + i)) = source[i];
        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return ReadAt(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => tensor = null;

    private unsafe T ReadAt(long index)
    {
        Live();
        T value = *At(Position(index));
        GC.KeepAlive(tensor);
        return value;
    }

    private void Live()
    {
        if (tensor is null) throw new ObjectDisposedException(nameof(TensorAccessor<T>));
        _ = tensor.Handle;
    }

    private unsafe T* At(long offset) => (T*)start + offset;

    private long Offset(long[] indices)
    {
        Live();
        if (indices.Length != shape.Length)
            throw new ArgumentException($"{indices.Length} indices for a tensor of {shape.Length} dimensions.", nameof(indices));
        long offset = 0;
        for (int i = 0; i < indices.Length; i++) offset += Within(indices[i], shape[i]) * strides[i];
        return offset;
    }

    private static long Within(long index, long size) =>
        index >= 0 && index < size ? index : throw new IndexOutOfRangeException($"Index {index} is not in 0..{size - 1}.");

    // Where the element of the given rank in row-major order lies.
    private long Position(long index)
    {
        if (packed) return index;
        long offset = 0;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            (index, long digit) = Math.DivRem(index, shape[i]);
            offset += digit * strides[i];
        }

        return offset;
    }
}
