using System.Buffers;
using System.Runtime.InteropServices;
using Hir.Shared.Weights;

namespace Hir.Export.Quantization;

/// <summary>
/// A weight [out, in] as a variant stores it: codes [out, blocks, bytes of a block], scales [out, blocks] and zero points [out, bytes of a row's],
/// packed as the codes are.
/// </summary>
/// <param name="Name">The weight's own name.</param>
/// <param name="Rows">Its outputs.</param>
/// <param name="Columns">Its inputs.</param>
/// <param name="Scheme">How it is stored.</param>
internal sealed record QuantizedWeight(string Name, long Rows, int Columns, QuantizationScheme Scheme)
{
    /// <summary>Weights that are read and quantized at once, about.</summary>
    private const int Piece = 1 << 20;

    public SafetensorsDeclaration Codes => new(Name + ".codes", WeightDtype.U8, [Rows, Blocks, Scheme.BlockBytes]);

    public SafetensorsDeclaration Scales => new(Name + ".scales", WeightDtype.F32, [Rows, Blocks]);

    public SafetensorsDeclaration ZeroPoints => new(Name + ".zero_points", WeightDtype.U8, [Rows, Scheme.ZeroPointBytes(Columns)]);

    private int Blocks => (int)QuantizationScheme.Blocks(Columns);

    /// <summary>Reads the weight, some rows at a time, and writes codes and scales. Only scales and zero points are held whole.</summary>
    /// <param name="source">Where it lies in full precision.</param>
    /// <param name="writer">Where it is the codes' turn and then the scales'.</param>
    /// <returns>The zero points, to be written in their turn.</returns>
    public byte[] Write(CheckpointTensor source, SafetensorsWriter writer)
    {
        int piece = (int)Math.Clamp(Piece / Columns, 1, Math.Max(1, Rows));
        (int codesOfRow, int zeroPointsOfRow) = (Blocks * Scheme.BlockBytes, Scheme.ZeroPointBytes(Columns));
        float[] values = ArrayPool<float>.Shared.Rent(piece * Columns);
        byte[] codes = ArrayPool<byte>.Shared.Rent(piece * codesOfRow);
        float[] scales = new float[Rows * Blocks];
        byte[] zeroPoints = new byte[Rows * zeroPointsOfRow];
        BlockQuantizer quantizer = new(Scheme, Columns);
        for (long first = 0; first < Rows; first += piece)
        {
            int count = (int)Math.Min(piece, Rows - first);
            source.CopyAsFloat32(first * Columns, values.AsSpan(0, count * Columns));
            for (int i = 0; i < count; i++)
            {
                long row = first + i;
                quantizer.Quantize(
                    values.AsSpan(i * Columns, Columns), codes.AsSpan(i * codesOfRow, codesOfRow),
                    scales.AsSpan(checked((int)(row * Blocks)), Blocks), zeroPoints.AsSpan((int)(row * zeroPointsOfRow), zeroPointsOfRow));
            }

            writer.Write(Codes.Name, codes.AsSpan(0, count * codesOfRow));
        }

        writer.Write(Scales.Name, MemoryMarshal.AsBytes(scales.AsSpan()));
        ArrayPool<float>.Shared.Return(values);
        ArrayPool<byte>.Shared.Return(codes);
        return zeroPoints;
    }
}
