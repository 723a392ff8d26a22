using Hir.Sampler.Evaluation;
using Hir.Shared;
using Hir.Testing;

namespace Hir.Sampler.Tests.Evaluation;

public sealed class PairedComparisonTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Binomial tails by hand: 2 * 1/2^6; 2 * (1 + 10)/2^10; even splits give 1.
    [Theory]
    [InlineData(0, 6, 0.03125)]
    [InlineData(9, 1, 0.021484375)]
    [InlineData(4, 4, 1)]
    [InlineData(0, 0, 1)]
    public void McNemar_Flips_IsTheExactTwoSidedTail(int lost, int gained, double expected) =>
        Assert.Equal(expected, PairedComparison.McNemar(lost, gained), 12);

    [Fact]
    public void McNemar_ManyFlips_DoesNotUnderflow() => Assert.InRange(PairedComparison.McNemar(2400, 2600), 0.004, 0.006);

    [Fact]
    public void OfFiles_SameQueries_CountsAndListsTheFlips()
    {
        string a = Save("a", true, true, false, false, true);
        string b = Save("b", true, false, true, false, true);

        PairedComparison c = PairedComparison.OfFiles(a, b);

        Assert.Equal((2, 1, 1, 1), (c.BothRight, c.BothWrong, c.Lost, c.Gained));
        Assert.Equal(["1", "2"], c.Flipped.Select(f => f.First.QueryId));
    }

    [Fact]
    public void OfFiles_OtherQueriesOrNoFile_IsRefused()
    {
        string a = Save("a", true, true);
        Assert.Throws<InputException>(() => PairedComparison.OfFiles(a, Save("b", true)));
        Assert.Contains("nowhere", Assert.Throws<InputException>(() => PairedComparison.OfFiles(a, _folder.File("nowhere.json"))).Message, StringComparison.Ordinal);
    }

    private string Save(string name, params bool[] right)
    {
        string path = _folder.File(name + ".json");
        Prediction[] predictions = [.. right.Select((r, i) => new Prediction("t", $"{i}", $"q{i}", "x", r ? "x" : "y", "stop", r ? 1 : 0, "ok", r))];
        new EvaluationResult(0, new Dictionary<string, TaskAccuracy>(), "f", null, "p", 8, predictions).Save(path);
        return path;
    }
}
