using System.Numerics.Tensors;

namespace Hir.Export.Quantization;

/// <summary>
/// Quantizes rows of a weight, each in blocks. A block's codes span its weights from the least to the largest, 0 always among them, so that 0 stays 0:
/// a weight is about (code - zero point) * scale, off by at most half a scale, or by one where the zero point was rounded.
/// </summary>
/// <param name="scheme">Bits of a code.</param>
/// <param name="columns">The length of a row.</param>
internal sealed class BlockQuantizer(QuantizationScheme scheme, int columns)
{
    private const int BlockSize = QuantizationScheme.BlockSize;

    private readonly float _highest = (1 << scheme.Bits) - 1;

    // What fills the last block up is 0, and is 0 again for each row.
    private readonly float[] _row = new float[QuantizationScheme.Blocks(columns) * BlockSize];
    private readonly float[] _zeroPoints = new float[QuantizationScheme.Blocks(columns)];

    /// <summary>Quantizes one row. Of two values of 4 bits the first is the lower half of a byte.</summary>
    /// <param name="row">Its weights.</param>
    /// <param name="codes">Room for the codes, block after block.</param>
    /// <param name="scales">Room for a scale each block.</param>
    /// <param name="zeroPoints">Room for the blocks' zero points, <see cref="QuantizationScheme.ZeroPointBytes"/>.</param>
    public void Quantize(ReadOnlySpan<float> row, Span<byte> codes, Span<float> scales, Span<byte> zeroPoints)
    {
        row.CopyTo(_row);
        _row.AsSpan(columns).Clear();
        for (int block = 0; block < scales.Length; block++)
        {
            Span<float> weights = _row.AsSpan(block * BlockSize, BlockSize);
            float least = Math.Min(0, TensorPrimitives.Min<float>(weights));
            scales[block] = (Math.Max(0, TensorPrimitives.Max<float>(weights)) - least) / _highest;
            if (scales[block] == 0) scales[block] = 1;
            _zeroPoints[block] = Math.Min(MathF.Round(-least / scales[block]), _highest);
            TensorPrimitives.Divide(weights, scales[block], weights);
            TensorPrimitives.Round<float>(weights, weights);
            TensorPrimitives.Add(weights, _zeroPoints[block], weights);
        }

        // Rounding the zero point may have moved one end by one code.
        TensorPrimitives.Min(_row, _highest, _row);
        TensorPrimitives.Max(_row, 0f, _row);
        Pack(_row, codes);
        Pack(_zeroPoints, zeroPoints);
    }

    private void Pack(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        if (scheme.Bits == 8)
        {
            for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)values[i];
            return;
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            int second = (2 * i) + 1 < values.Length ? (int)values[(2 * i) + 1] : 0;
            bytes[i] = (byte)((int)values[2 * i] | (second << 4));
        }
    }
}
