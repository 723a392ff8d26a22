using System.Runtime.InteropServices;
using Hir.Export;
using Hir.Shared;
using Hir.Shared.Weights;

namespace Hir.Sampler.Tests.Export;

public sealed class WeightConversionTests
{
    // IEEE 754 binary16: 10 bits of fraction, exponents -14 to 15, subnormals in steps of 2^-24.
    [Theory]
    [InlineData(1f, 0x3C00)]
    [InlineData(-2f, 0xC000)]
    [InlineData(-0f, 0x8000)]
    [InlineData(65504f, 0x7BFF)]
    [InlineData(65519.996f, 0x7BFF)] // Below the middle to 2^16.
    [InlineData(1.00048828125f, 0x3C00)] // 1 + 2^-11, a tie: to the even below.
    [InlineData(1.00146484375f, 0x3C02)] // 1 + 3 * 2^-11, a tie: to the even above.
    [InlineData(1.0004884f, 0x3C01)] // Just above the tie.
    [InlineData(6.103515625e-5f, 0x0400)] // 2^-14, the least normal number.
    [InlineData(5.9604644775390625e-8f, 0x0001)] // 2^-24, the least number.
    [InlineData(2.98023223876953125e-8f, 0x0000)] // 2^-25, a tie with 0.
    [InlineData(8.94069671630859375e-8f, 0x0002)] // 3 * 2^-25, a tie: to the even above.
    [InlineData(1e-10f, 0x0000)]
    [InlineData(float.PositiveInfinity, 0x7C00)]
    public void Give_Float16_IsTheNearest(float value, int expected) => Assert.Equal([(ushort)expected], Convert(WeightDtype.F16, value));

    // The upper half of binary32: 7 bits of fraction.
    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(1.00390625f, 0x3F80)] // 1 + 2^-8, a tie: to the even below.
    [InlineData(1.01171875f, 0x3F82)] // 1 + 3 * 2^-8, a tie: to the even above.
    [InlineData(1.0039064f, 0x3F81)]
    [InlineData(70000f, 0x4789)] // 2^16 * (1 + 9 / 128) is 70144, a step is 512.
    [InlineData(1.401298464e-45f, 0x0000)]
    [InlineData(3.3895314e38f, 0x7F7F)] // The largest bfloat16.
    public void Give_BFloat16_IsTheNearest(float value, int expected) => Assert.Equal([(ushort)expected], Convert(WeightDtype.BF16, value));

    [Theory]
    [InlineData(WeightDtype.F16, 65520f, "holds 65520, and float16 holds at most 65504. Export the model with --dtype bfloat16")]
    [InlineData(WeightDtype.F16, -1e30f, "holds -1E+30")]
    [InlineData(WeightDtype.BF16, float.MaxValue, "Export the model with --dtype float32")]
    public void Give_TooLarge_NamesTheTensorAndTheMend(WeightDtype dtype, float value, string expected)
    {
        InputException e = Assert.Throws<InputException>(() => Convert(dtype, float.NegativeInfinity, 1, value));
        Assert.StartsWith("tensor 'a.weight' holds ", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Give_SameType_PassesEveryBitPattern()
    {
        ushort[] all = [.. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i)];
        byte[] bytes = MemoryMarshal.AsBytes(all.AsSpan()).ToArray();
        byte[]? taken = null;
        new WeightConversion("a", WeightDtype.F16, WeightDtype.F16, b => taken = b.ToArray()).Give(bytes);
        Assert.Equal(bytes, taken);
    }

    /// <summary>More than is converted at once.</summary>
    [Fact]
    public void Give_LongTensor_KeepsEveryElementInOrder()
    {
        float[] values = [.. Enumerable.Range(0, (2 << 20) + 3).Select(i => (float)(i % 2000))];
        List<byte> taken = [];
        new WeightConversion("a", WeightDtype.F32, WeightDtype.BF16, b => taken.AddRange(b)).Give(MemoryMarshal.AsBytes(values.AsSpan()));
        float[] back = new float[values.Length];
        FloatConversion.ToFloat32(CollectionsMarshal.AsSpan(taken), WeightDtype.BF16, back);
        // 256 and below are whole numbers of 8 bits; up to 2000 a step is at most 8.
        Assert.All(values.Zip(back), pair => Assert.InRange(pair.Second, pair.First - (pair.First <= 256 ? 0 : 4), pair.First + (pair.First <= 256 ? 0 : 4)));
    }

    private static ushort[] Convert(WeightDtype dtype, params float[] values)
    {
        ushort[] result = [];
        new WeightConversion("a.weight", WeightDtype.F32, dtype, bytes => result = MemoryMarshal.Cast<byte, ushort>(bytes).ToArray())
            .Give(MemoryMarshal.AsBytes(values.AsSpan()));
        return result;
    }
}
