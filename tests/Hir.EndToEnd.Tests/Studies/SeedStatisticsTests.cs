using Hir.Cli.Studies;

namespace Hir.EndToEnd.Tests.Studies;

public sealed class SeedStatisticsTests
{
    [Fact]
    public void HalfWidth_ThreeSeeds_IsStudentsByHand()
    {
        SeedStatistics three = new([0.8, 0.9, 1.0]);

        // The deviation is 0.1, and t of two degrees of freedom at 97.5 % is 4.302653.
        Assert.Equal(0.9, three.Mean, 12);
        Assert.Equal(4.302653 * 0.1 / Math.Sqrt(3), three.HalfWidth!.Value, 6);
        Assert.Equal("90.0 ± 24.8", three.Shown);
    }

    [Fact]
    public void Shown_OneSeed_HasNoInterval() => Assert.Equal("50.0", new SeedStatistics([0.5]).Shown);
}
