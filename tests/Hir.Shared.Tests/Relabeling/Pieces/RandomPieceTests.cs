using Hir.Shared.Decoding;
using Hir.Shared.Relabeling.Pieces;

namespace Hir.Shared.Tests.Relabeling.Pieces;

public sealed class RandomPieceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Draw_AtMostThreeUnits_KeepsThemWhole(int units) =>
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal((0, units), RandomPiece.Draw(units, new RandomStream(1, i, 0))));

    // By the rule written out: start in {0, 2, …} below L - 3, end in {start + 1, start + 3, …} up to L.
    [Theory]
    [InlineData(4, "0-1 0-3")]
    [InlineData(5, "0-1 0-3 0-5")]
    [InlineData(6, "0-1 0-3 0-5 2-3 2-5")]
    [InlineData(7, "0-1 0-3 0-5 0-7 2-3 2-5 2-7")]
    [InlineData(8, "0-1 0-3 0-5 0-7 2-3 2-5 2-7 4-5 4-7")]
    public void Draw_ManyTimes_GivesEveryPieceOfTheRuleAndNoOther(int units, string expected)
    {
        var drawn = Enumerable.Range(0, 2000).Select(i => RandomPiece.Draw(units, new RandomStream(1, i, 0))).ToArray();

        Assert.Equal(expected.Split(' '), drawn.Distinct().Order().Select(p => $"{p.Start}-{p.End}"));
        int starts = drawn.Select(p => p.Start).Distinct().Count();
        foreach (var start in drawn.GroupBy(p => p.Start)) Assert.InRange(start.Count() * starts / 2000.0, 0.8, 1.2);
    }
}
