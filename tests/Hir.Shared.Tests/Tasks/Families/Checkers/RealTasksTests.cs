using Hir.Shared.Tasks;
using Hir.Shared.Tasks.Families;
using Hir.Testing;
using Xunit.Abstractions;

namespace Hir.Shared.Tests.Tasks.Families.Checkers;

/// <summary>The checkers on the files of BIG-bench-Hard, which others wrote and answered.</summary>
public sealed class RealTasksTests(ITestOutputHelper output)
{
    // How many examples the checkers read, and how many of their targets they refuse.
    private static readonly Dictionary<string, (int Proved, int Refuted)> Known = new()
    {
    };

    [SharedFact]
    public void Check_OfBigBenchHard_ProvesTheTargetsOfTheTextsThatItReads()
    {
        foreach (var family in TaskFamilies.OfThePaper)
        {
            var examples = TaskCatalog.Load(SharedFixtures.PathOf("data", "bbh", family.Name + ".json"), new TaskLoadOptions()).Single().Examples;
            var checks = examples.ToLookup(example => family.Check(example.Query, example.Target!));
            var (proved, refuted) = (checks[TargetCheck.Proved].Count(), checks[TargetCheck.Refuted].Count());
            output.WriteLine($"{family.Name}: {proved} of {examples.Count} proved, {refuted} refuted");
            foreach (var e in checks[TargetCheck.Refuted].Take(60)) output.WriteLine($"   REFUTED {e.Query} -> {e.Target}");
            foreach (var e in checks[TargetCheck.NotCovered].Take(12)) output.WriteLine($"   NOT {e.Query.Replace('\n', ' ')} -> {e.Target}");
        }
    }
}
