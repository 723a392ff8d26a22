using Hir.Shared.Weights.Architectures;
using Hir.Shared.Weights.Initialization;

namespace Hir.Shared.Tests.Weights.Initialization;

public sealed class RandomWeightsTests
{
    private static readonly T5Config Config = new()
    {
        VocabSize = 300, DModel = 96, DKv = 24, DFf = 192, NumLayers = 2, NumDecoderLayers = 2, NumHeads = 4, IsGated = true,
        TieWordEmbeddings = false,
    };

    [Theory]
    [InlineData("shared.weight", 1)]
    [InlineData("lm_head.weight", 0.10206)] // 96^-1/2
    [InlineData("encoder.block.1.layer.0.SelfAttention.q.weight", 0.020833)] // (96 * 24)^-1/2
    [InlineData("decoder.block.0.layer.1.EncDecAttention.o.weight", 0.10206)] // (4 * 24)^-1/2
    [InlineData("decoder.block.1.layer.2.DenseReluDense.wo.weight", 0.072169)] // 192^-1/2
    public void Draw_OfAWeight_HasTheSpreadOfT5(string name, double deviation)
    {
        var values = RandomWeights.Draw(Config, name, 1);

        Assert.InRange(Math.Sqrt(values.Average(value => (double)value * value)), 0.97 * deviation, 1.03 * deviation);
        Assert.InRange(values.Average(), -0.05 * deviation, 0.05 * deviation);
    }

    [Fact]
    public void Draw_OfEveryParameter_HasItsSizeAndFollowsTheSeed()
    {
        foreach (var (name, shape) in Config.Parameters)
        {
            var values = RandomWeights.Draw(Config, name, 1);
            Assert.Equal(shape.Aggregate(1L, (product, size) => product * size), values.Length);
            Assert.Equal(values, RandomWeights.Draw(Config, name, 1));
            if (name.EndsWith("layer_norm.weight"))
            {
                Assert.All(values, value => Assert.Equal(1f, value));
            }
            else
            {
                Assert.NotEqual(values, RandomWeights.Draw(Config, name, 2));
            }
        }

        Assert.Throws<ArgumentException>(() => RandomWeights.Draw(Config, "nothing", 1));
    }
}
