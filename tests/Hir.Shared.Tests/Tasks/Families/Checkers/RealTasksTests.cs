using Hir.Shared.Tasks;
using Hir.Shared.Tasks.Families;
using Hir.Testing;
using Xunit.Abstractions;

namespace Hir.Shared.Tests.Tasks.Families.Checkers;

/// <summary>The checkers on the files of BIG-bench-Hard, which others wrote and answered.</summary>
public sealed class RealTasksTests(ITestOutputHelper output)
{
    /// <summary>How many examples a checker reads and agrees with, and in how many it finds another answer than the file's.</summary>
    private static readonly Dictionary<string, (int Proved, int Refuted)> Known = new()
    {
        ["tracking_shuffled_objects_three_objects"] = (250, 0),
        ["tracking_shuffled_objects_five_objects"] = (250, 0),
        ["tracking_shuffled_objects_seven_objects"] = (250, 0),
        ["logical_deduction_three_objects"] = (250, 0),
        ["logical_deduction_five_objects"] = (250, 0),
        ["logical_deduction_seven_objects"] = (250, 0),

        // Not read: a holiday of one year whose options are of the next, a day that somebody remembers. Refused: targets a day or two
        // years off (36 hours before 2015 it is 30 December, a week after 31 January 7 February).
        ["date_understanding"] = (225, 7),
        ["object_counting"] = (250, 0),

        // Refused: 25 rectangles that the file calls trapezoids, 25 circles that it calls ellipses, with the closer name among the options.
        ["geometric_shapes"] = (200, 50),

        // Not read: what is not in the table (who is a female, who has a painter's name), and spelling mistakes.
        ["penguins_in_a_table"] = (129, 0),
        ["reasoning_about_colored_objects"] = (250, 0),
        ["word_sorting"] = (250, 0),
    };

    [SharedFact]
    public void Check_OfBigBenchHard_ProvesTheTargetsOfTheTextsThatItReads()
    {
        foreach (var family in TaskFamilies.OfThePaper)
        {
            var file = SharedFixtures.PathOf("data", "bbh", family.Name + ".json");
            var examples = TaskCatalog.Load(file, new TaskLoadOptions()).Single().Examples;
            var checks = examples.Select(example => family.Check(example.Query, example.Target!)).ToList();
            var found = (checks.Count(check => check == TargetCheck.Proved), checks.Count(check => check == TargetCheck.Refuted));
            output.WriteLine($"{family.Name}: {found} of {examples.Count}");
            Assert.Equal((family.Name, Known[family.Name]), (family.Name, found));
        }
    }
}
