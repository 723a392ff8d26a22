using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tests.Tasks.Families;

public sealed class PretrainingCorpusTests
{
    [Fact]
    public void Generate_AnySeed_SharesNoQueryWithTheDefaultDataSets()
    {
        var known = TaskFamilies.All.SelectMany(family => family.DefaultExamples).Select(example => example.Query).ToHashSet();

        // The default seed is the hardest case: without the exclusion every line would be a known query.
        foreach (var seed in new[] { 1L, 2L, TaskFamily.DefaultSeed })
        {
            var lines = PretrainingCorpus.Generate(2_000, seed, "right", "wrong");
            Assert.DoesNotContain(lines, line => known.Contains(line.Query));
            Assert.Equal(lines.Count, lines.Select(line => line.Query).Distinct().Count());
        }
    }

    [Fact]
    public void Generate_EqualSeeds_GivesEqualLines()
    {
        Assert.Equal(PretrainingCorpus.Generate(100, 1, "right", "wrong"), PretrainingCorpus.Generate(100, 1, "right", "wrong"));
        Assert.NotEqual(PretrainingCorpus.Generate(100, 1, "right", "wrong"), PretrainingCorpus.Generate(100, 2, "right", "wrong"));
    }

    [Fact]
    public void Generate_ManyLines_TeachesBothInstructionsInTheStatedShares()
    {
        var lines = PretrainingCorpus.Generate(5_000, 1, "right", "wrong");

        Assert.InRange(lines.Count(line => line.IsRight) / 5_000.0, 0.57, 0.63);
        Assert.All(lines, line => Assert.Equal(line.IsRight ? "right" : "wrong", line.Instruction));
        Assert.All(lines.GroupBy(line => line.Task), group => Assert.Equal(1_000, group.Count()));
    }
}
