using System.Numerics.Tensors;

namespace Hir.Export.Quantization;

/// <summary>
/// Quantizes rows of a weight. A block's scale makes its weight of largest magnitude the lowest code, which is one step further from the code of zero
/// than the highest: no code is wasted. A weight is about (code - zero point) * scale; the scale is negative where that weight is positive.
/// </summary>
/// <param name="scheme">Bits of a code.</param>
/// <param name="columns">The length of a row.</param>
internal sealed class BlockQuantizer(QuantizationScheme scheme, int columns)
{
    private const int BlockSize = QuantizationScheme.BlockSize;

    // What fills the last block up is 0, and stays so.
    private readonly float[] _row = new float[QuantizationScheme.Blocks(columns) * BlockSize];

    /// <summary>Quantizes one row.</summary>
    /// <param name="row">Its weights.</param>
    /// <param name="codes">Room for the codes, block after block; of two codes of 4 bits the first is the lower half of a byte.</param>
    /// <param name="scales">Room for a scale each block.</param>
    public void Quantize(ReadOnlySpan<float> row, Span<byte> codes, Span<float> scales)
    {
        row.CopyTo(_row);
        for (int block = 0; block < scales.Length; block++)
        {
            Span<float> weights = _row.AsSpan(block * BlockSize, BlockSize);
            scales[block] = TensorPrimitives.MaxMagnitude<float>(weights) / -scheme.ZeroPoint;
            if (scales[block] != 0) TensorPrimitives.Divide(weights, scales[block], weights);
        }

        TensorPrimitives.Round<float>(_row, _row);
        TensorPrimitives.Add(_row, scheme.ZeroPoint, _row);
        TensorPrimitives.Min(_row, (2 * scheme.ZeroPoint) - 1, _row);
        Pack(codes);
        _row.AsSpan(columns).Clear();
    }

    private void Pack(Span<byte> codes)
    {
        ReadOnlySpan<float> row = _row;
        if (scheme.Bits == 8)
        {
            for (int i = 0; i < codes.Length; i++) codes[i] = (byte)row[i];
            return;
        }

        for (int i = 0; i < codes.Length; i++) codes[i] = (byte)((int)row[2 * i] | ((int)row[(2 * i) + 1] << 4));
    }
}
