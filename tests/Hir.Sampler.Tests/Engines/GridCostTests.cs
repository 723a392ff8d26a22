using Hir.Sampler.Engines;

namespace Hir.Sampler.Tests.Engines;

public sealed class GridCostTests
{
    [Fact]
    public void BestSamples_FullGroups_SharesThePrompt() => Assert.Equal(8, GridCost.BestSamples([8, 8, 8], 32, 100, out _));

    [Fact]
    public void BestSamples_OneLeftOfEach_DoesNotComputeHoles() => Assert.Equal(1, GridCost.BestSamples([1, 1, 1, 1], 32, 100, out _));

    [Fact]
    public void BestSamples_UnevenGroups_PicksTheCheapest()
    {
        int samples = GridCost.BestSamples([8, 1, 1, 1], 16, 50, out double cost);
        for (int s = 1; s <= 8; s++) Assert.True(cost <= GridCost.Of((8 + s - 1) / s + 3, s, 16, 50) + 1e-12);
        Assert.InRange(samples, 1, 3);
    }

    [Fact]
    public void IsWorthwhile_SmallSaving_IsNot()
    {
        Assert.False(GridCost.IsWorthwhile(100, 90));
        Assert.True(GridCost.IsWorthwhile(100, 80));
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(128, 128)]
    [InlineData(129, 160)]
    [InlineData(257, 320)]
    public void For_Positions_RoundsUpInGrowingSteps(int positions, int expected) => Assert.Equal(expected, CacheCapacity.For(positions));
}
