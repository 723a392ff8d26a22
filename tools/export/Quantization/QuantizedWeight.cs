using System.Buffers;
using System.Runtime.InteropServices;
using Hir.Shared.Weights;

namespace Hir.Export.Quantization;

/// <summary>A weight [out, in] as a variant stores it: a tensor of codes [out, blocks, bytes of a block] and one of scales [out, blocks].</summary>
/// <param name="Name">The weight's own name.</param>
/// <param name="Rows">Its outputs.</param>
/// <param name="Columns">Its inputs.</param>
/// <param name="Scheme">How it is stored.</param>
internal sealed record QuantizedWeight(string Name, long Rows, int Columns, QuantizationScheme Scheme)
{
    /// <summary>Weights that are read and quantized at once, about.</summary>
    private const int Piece = 1 << 20;

    public string CodesName => Name + ".codes";

    public string ScalesName => Name + ".scales";

    private int Blocks => (int)QuantizationScheme.Blocks(Columns);

    /// <summary>The tensors in the order in which they are written. A block has 16 bytes or 32, so that the scales lie at multiples of 4.</summary>
    public IEnumerable<SafetensorsDeclaration> Declarations =>
    [
        new(CodesName, WeightDtype.U8, [Rows, Blocks, Scheme.BlockBytes]),
        new(ScalesName, WeightDtype.F32, [Rows, Blocks]),
    ];

    /// <summary>Reads the weight, some rows at a time, and writes both tensors. The scales alone are held whole.</summary>
    public void Write(CheckpointTensor source, SafetensorsWriter writer)
    {
        int piece = (int)Math.Clamp(Piece / Columns, 1, Math.Max(1, Rows));
        float[] values = ArrayPool<float>.Shared.Rent(piece * Columns);
        byte[] codes = ArrayPool<byte>.Shared.Rent(piece * Blocks * Scheme.BlockBytes);
        float[] scales = new float[Rows * Blocks];
        BlockQuantizer quantizer = new(Scheme, Columns);
        for (long first = 0; first < Rows; first += piece)
        {
            int count = (int)Math.Min(piece, Rows - first);
            source.CopyAsFloat32(first * Columns, values.AsSpan(0, count * Columns));
            for (int row = 0; row < count; row++)
            {
                quantizer.Quantize(
                    values.AsSpan(row * Columns, Columns), codes.AsSpan(row * Blocks * Scheme.BlockBytes, Blocks * Scheme.BlockBytes),
                    scales.AsSpan((int)((first + row) * Blocks), Blocks));
            }

            writer.Write(CodesName, codes.AsSpan(0, count * Blocks * Scheme.BlockBytes));
        }

        writer.Write(ScalesName, MemoryMarshal.AsBytes(scales.AsSpan()));
        ArrayPool<float>.Shared.Return(values);
        ArrayPool<byte>.Shared.Return(codes);
    }
}
