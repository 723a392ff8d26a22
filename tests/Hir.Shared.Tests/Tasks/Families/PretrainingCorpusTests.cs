using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tests.Tasks.Families;

public sealed class PretrainingCorpusTests
{
    private static readonly (TaskFamily, double)[] Evenly = [.. TaskFamilies.All.Select(family => (family, 1.0))];

    [Fact]
    public void Generate_AnySeed_SharesNoQueryWithTheDefaultDataSets()
    {
        var known = TaskFamilies.All.SelectMany(family => family.DefaultExamples).Select(example => example.Query).ToHashSet();

        // Without the exclusion the families do repeat themselves: the assertion below would fail.
        Assert.Contains(TaskFamilies.Find("object_counting")!.Generate(2_000, 77), example => known.Contains(example.Query));

        // The same seed as the default one's is tried too: it must not lead to the same problems.
        foreach (var seed in new[] { 1L, 2L, TaskFamily.DefaultSeed })
        {
            var lines = PretrainingCorpus.Generate(2_000, seed, "right", "wrong", Evenly).ToList();
            Assert.DoesNotContain(lines, line => known.Contains(line.Query));
            Assert.Equal(lines.Count, lines.Select(line => line.Query).Distinct().Count());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Generate_OfTheTwelveTasks_HasRightAndWrongAnswersThatTheCheckersKnow(bool later)
    {
        var shares = later ? PretrainingCorpus.TwelveTaskLaterShares : PretrainingCorpus.TwelveTaskShares;
        var lines = PretrainingCorpus.Generate(3_000, 1, "right", "wrong", shares).ToList();

        Assert.Equal(
            TaskFamilies.OfThePaper.Select(family => family.Name).Append("option_lookup").Order(),
            lines.Select(line => line.Task).Distinct().Order());
        var families = shares.ToDictionary(share => share.Family.Name, share => share.Family);
        Assert.All(lines, line => Assert.Equal(
            line.IsRight ? TargetCheck.Proved : TargetCheck.Refuted, families[line.Task].Check(line.Query, line.Output)));
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
        var lines = PretrainingCorpus.Generate(5_000, 1, "right", "wrong", Evenly).ToList();

        Assert.InRange(lines.Count(line => line.IsRight) / 5_000.0, 0.57, 0.63);
        Assert.All(lines, line => Assert.Equal(line.IsRight ? "right" : "wrong", line.Instruction));
        var even = lines.Count / (double)Evenly.Length;
        Assert.All(lines.GroupBy(line => line.Task), group => Assert.InRange(group.Count(), 0.8 * even, 1.2 * even));
    }
}
