using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Hir.Shared;
using Hir.Shared.Weights;

namespace Hir.Export;

/// <summary>
/// Turns the elements of a tensor into another float type, piece by piece, to the nearest and to the even of two nearest. What has the type
/// already passes as it is. A finite value that the type cannot hold is an error: as infinity it would spoil every output.
/// </summary>
/// <param name="tensor">The tensor's name, for messages.</param>
/// <param name="from">The type of what is given.</param>
/// <param name="to">The type to make of it.</param>
/// <param name="take">Receives the converted elements.</param>
internal sealed class WeightConversion(string tensor, WeightDtype from, WeightDtype to, TakeElements take)
{
    /// <summary>Elements that are converted at once: a tensor of many gigabytes needs no more memory than a small one.</summary>
    private const int Piece = 1 << 20;

    /// <summary>Converts elements.</summary>
    /// <exception cref="InputException">One of them is too large for the type.</exception>
    public void Give(ReadOnlySpan<byte> elements)
    {
        if (from == to)
        {
            take(elements);
            return;
        }

        int count = elements.Length / from.SizeOf();
        if (count * from.SizeOf() != elements.Length) throw new InvalidOperationException($"Weight '{tensor}' is given {elements.Length} bytes of {from}.");
        int most = Math.Min(Piece, count);
        float[] values = ArrayPool<float>.Shared.Rent(most);
        byte[] converted = ArrayPool<byte>.Shared.Rent(most * to.SizeOf());
        for (int start = 0; start < count; start += Piece)
        {
            int length = Math.Min(Piece, count - start);
            Span<float> wide = values.AsSpan(0, length);
            Span<byte> result = converted.AsSpan(0, length * to.SizeOf());
            FloatConversion.ToFloat32(elements.Slice(start * from.SizeOf(), length * from.SizeOf()), from, wide);
            FloatConversion.FromFloat32(wide, to, result);
            RequireFinite(wide, result);
            take(result);
        }

        ArrayPool<float>.Shared.Return(values);
        ArrayPool<byte>.Shared.Return(converted);
    }

    private void RequireFinite(ReadOnlySpan<float> wide, ReadOnlySpan<byte> result)
    {
        if (to == WeightDtype.F32) return;
        ushort infinity = to == WeightDtype.F16 ? (ushort)0x7C00 : (ushort)0x7F80;
        ushort minusInfinity = (ushort)(infinity | 0x8000);
        ReadOnlySpan<ushort> narrow = MemoryMarshal.Cast<byte, ushort>(result);
        for (int at = 0, next; (next = narrow[at..].IndexOfAny(infinity, minusInfinity)) >= 0; at += next + 1)
        {
            float value = wide[at + next];
            if (!float.IsFinite(value)) continue;
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"tensor '{tensor}' holds {value}, and {to.ModelName()} holds at most {(to == WeightDtype.F16 ? "65504" : "3.39e38")}. "
                    + $"Export the model with --dtype {(to == WeightDtype.F16 ? "bfloat16" : "float32")}"));
        }
    }
}
