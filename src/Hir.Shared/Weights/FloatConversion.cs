using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Hir.Shared.Weights;

/// <summary>Converts between single precision and the float types that weights are stored in (little-endian).</summary>
public static class FloatConversion
{
    /// <summary>Widens stored elements; exact for every value.</summary>
    /// <param name="source">Elements of type <paramref name="dtype"/>, at any alignment.</param>
    /// <param name="dtype">F32, F16 or BF16.</param>
    /// <param name="destination">As many floats as the source has elements.</param>
    public static void ToFloat32(ReadOnlySpan<byte> source, WeightDtype dtype, Span<float> destination)
    {
        RequireSameCount(source.Length, dtype, destination.Length);
        switch (dtype)
        {
            case WeightDtype.F32:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case WeightDtype.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination);
                break;
            default:
                WidenBrain(MemoryMarshal.Cast<byte, ushort>(source), MemoryMarshal.Cast<float, uint>(destination));
                break;
        }
    }

    /// <summary>Narrows to stored elements, to the nearest and to the even of two nearest; what is too large for the type becomes infinite.</summary>
    /// <param name="source">The values.</param>
    /// <param name="dtype">F32, F16 or BF16.</param>
    /// <param name="destination">Room for as many elements of that type.</param>
    public static void FromFloat32(ReadOnlySpan<float> source, WeightDtype dtype, Span<byte> destination)
    {
        RequireSameCount(destination.Length, dtype, source.Length);
        switch (dtype)
        {
            case WeightDtype.F32:
                MemoryMarshal.AsBytes(source).CopyTo(destination);
                break;
            case WeightDtype.F16:
                TensorPrimitives.ConvertToHalf(source, MemoryMarshal.Cast<byte, Half>(destination));
                break;
            default:
                NarrowBrain(source, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
        }
    }

    private static void RequireSameCount(int bytes, WeightDtype dtype, int count)
    {
        if (!dtype.IsConvertibleFloat()) throw new InvalidOperationException($"{dtype} is not a float type that is converted.");
        if (bytes != (long)count * dtype.SizeOf())
        {
            throw new InvalidOperationException($"{bytes} bytes of {dtype} do not go with {count} floats.");
        }
    }

    private static void WidenBrain(ReadOnlySpan<ushort> source, Span<uint> destination)
    {
        int i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out Vector<uint> low, out Vector<uint> high);
            Vector.ShiftLeft(low, 16).CopyTo(destination[i..]);
            Vector.ShiftLeft(high, 16).CopyTo(destination[(i + Vector<uint>.Count)..]);
        }

        for (; i < source.Length; i++) destination[i] = (uint)source[i] << 16;
    }

    private static void NarrowBrain(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(source[i]);
            // Rounding could carry a not-a-number into infinity: it keeps its upper half and is made quiet instead.
            destination[i] = float.IsNaN(source[i])
                ? (ushort)((bits >> 16) | 0x40)
                : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }
}
