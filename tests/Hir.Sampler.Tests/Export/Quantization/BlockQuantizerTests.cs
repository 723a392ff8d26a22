using Hir.Export.Quantization;
using Hir.Shared;

namespace Hir.Sampler.Tests.Export.Quantization;

public sealed class BlockQuantizerTests
{
    // A whole block from -3 to 12, and one of three weights that is filled up.
    private static readonly float[] Row = [.. Enumerable.Range(0, 32).Select(i => (i % 16) - 3f), 0.5f, -0.25f, 0];

    [Fact]
    public void Quantize_FourBits_IsWhatTheHandComputes()
    {
        (byte[] codes, float[] scales, byte[] zeroPoints) = Quantize("int4", Row);

        // 15 steps: from -3 to 12 they are 1 wide and 0 is the fourth code; from -0.25 to 0.5 they are 0.05 wide and 0 is the sixth.
        Assert.Equal([1f, 0.05f], scales);
        Assert.Equal([0x53], zeroPoints);
        byte[] counted = [0x10, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE];
        Assert.Equal([.. counted, .. counted, 0x0F, 0x55, .. Enumerable.Repeat((byte)0x55, 14)], codes);
    }

    [Fact]
    public void Quantize_EightBits_IsWhatTheHandComputes()
    {
        (byte[] codes, float[] scales, byte[] zeroPoints) = Quantize("int8", Row);

        Assert.Equal([15f / 255, 0.75f / 255], scales);
        Assert.Equal([51, 85], zeroPoints);
        Assert.Equal([.. Enumerable.Range(0, 32).Select(i => (byte)(i % 16 * 17)), 255, 0, .. Enumerable.Repeat((byte)85, 30)], codes);
    }

    [Theory]
    [InlineData("int8", 0f, 0f, 0f)]
    [InlineData("int4", 0f, 0f, 0f)]
    [InlineData("int4", 2f, 7f, 3f)]
    [InlineData("int4", -2f, -7f, -3f)]
    [InlineData("int8", 1e-44f, -1e-44f, 0f)]
    public void Quantize_ZeroAndOneSidedBlocks_KeepZeroExactly(string variant, params float[] row)
    {
        (_, float[] scales, byte[] zeroPoints) = Quantize(variant, row);
        float[] back = Dequantize(variant, row);

        Assert.True(float.IsFinite(scales[0]) && scales[0] > 0);
        Assert.InRange(zeroPoints[0], 0, variant == "int8" ? 255 : 15);
        for (int i = 0; i < row.Length; i++) Assert.InRange(back[i], row[i] - scales[0], row[i] + scales[0]);
        Assert.All(back.Where((_, i) => row[i] == 0), value => Assert.Equal(0, value));
    }

    /// <summary>Half a step, and as much again where the zero point was rounded; after a long row nothing of it is left in a short one.</summary>
    [Theory]
    [InlineData("int8", 31)]
    [InlineData("int8", 100)]
    [InlineData("int4", 33)]
    [InlineData("int4", 96)]
    public void Quantize_RandomRows_ComeBackWithinAStep(string variant, int columns)
    {
        Random random = new(columns);
        for (int n = 0; n < 50; n++)
        {
            float[] row = [.. Enumerable.Range(0, columns).Select(_ => (random.NextSingle() - 0.3f) * MathF.Pow(10, (n % 7) - 3))];
            (_, float[] scales, _) = Quantize(variant, row);
            float[] back = Dequantize(variant, row);
            for (int i = 0; i < columns; i++) Assert.InRange(Math.Abs(back[i] - row[i]), 0, scales[i / 32] * 1.001f);
        }
    }

    [Fact]
    public void Of_UnknownName_SaysWhichThereAre()
    {
        InputException e = Assert.Throws<InputException>(() => QuantizationScheme.Of("int3"));
        Assert.Contains("int8 or int4", e.Message, StringComparison.Ordinal);
    }

    private static (byte[] Codes, float[] Scales, byte[] ZeroPoints) Quantize(string variant, float[] row)
    {
        QuantizationScheme scheme = QuantizationScheme.Of(variant);
        BlockQuantizer quantizer = new(scheme, row.Length);
        int blocks = (int)QuantizationScheme.Blocks(row.Length);
        byte[] codes = new byte[blocks * scheme.BlockBytes];
        float[] scales = new float[blocks];
        byte[] zeroPoints = new byte[scheme.ZeroPointBytes(row.Length)];
        quantizer.Quantize([.. row.Select(_ => 1e6f)], codes, scales, zeroPoints);
        quantizer.Quantize(row, codes, scales, zeroPoints);
        return (codes, scales, zeroPoints);
    }

    private static float[] Dequantize(string variant, float[] row)
    {
        (byte[] codes, float[] scales, byte[] zeroPoints) = Quantize(variant, row);
        return Dequantized.Row(variant == "int8" ? 8 : 4, codes, scales, zeroPoints)[..row.Length];
    }
}
