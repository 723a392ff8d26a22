using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hir.Sampler.Engines;

/// <summary>Memory outside the managed heap that tensors are laid over: aligned for vector code, zeroed, never moved while it keeps its size.</summary>
/// <typeparam name="T">float or long, or byte for elements of a type that the caller names.</typeparam>
internal sealed unsafe class NativeBuffer<T> : IDisposable where T : unmanaged
{
    private T* _data;

    ~NativeBuffer() => Free();

    /// <summary>Elements that fit.</summary>
    public long Length { get; private set; }

    /// <summary>Makes room for that many elements. What was there is lost when the room grows; new room is zero.</summary>
    public void Reserve(long length)
    {
        if (length <= Length) return;

        Free();
        nuint bytes = checked((nuint)length * (nuint)sizeof(T));
        _data = (T*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_data, bytes);
        Length = length;
    }

    /// <summary>Makes room for that many elements and keeps what was there; new room is zero.</summary>
    public void Grow(long length)
    {
        if (length <= Length) return;

        nuint oldBytes = (nuint)Length * (nuint)sizeof(T);
        nuint bytes = checked((nuint)length * (nuint)sizeof(T));
        _data = (T*)NativeMemory.AlignedRealloc(_data, bytes, 64);
        NativeMemory.Clear((byte*)_data + oldBytes, bytes - oldBytes);
        Length = length;
    }

    /// <summary>A stretch of the elements.</summary>
    public Span<T> Slice(long start, int count)
    {
        if (start < 0 || count < 0 || start + count > Length)
        {
            throw new InvalidOperationException($"Elements {start} to {start + count} of a buffer of {Length}.");
        }

        return new Span<T>(_data + start, count);
    }

    /// <summary>A tensor over the first elements; it does not own them.</summary>
    public OrtValue Tensor(params long[] shape) =>
        Tensor(typeof(T) == typeof(float) ? TensorElementType.Float : TensorElementType.Int64, sizeof(T), shape);

    /// <summary>A tensor of another element type over the first bytes; it does not own them.</summary>
    /// <param name="type">The type.</param>
    /// <param name="elementSize">The bytes of one element.</param>
    /// <param name="shape">The dimensions.</param>
    public OrtValue Tensor(TensorElementType type, int elementSize, params long[] shape)
    {
        long bytes = elementSize;
        foreach (long size in shape) bytes *= size;
        if (bytes > Length * sizeof(T)) throw new InvalidOperationException($"A tensor of {bytes} bytes over a buffer of {Length * sizeof(T)}.");
        return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, shape, (nint)_data, bytes);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
        Length = 0;
    }
}
