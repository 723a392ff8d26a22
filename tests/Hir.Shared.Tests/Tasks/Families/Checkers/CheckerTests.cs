using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tasks;
using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tests.Tasks.Families.Checkers;

/// <summary>What holds of the generator and the checker of each of the paper's twelve tasks.</summary>
public sealed class CheckerTests
{
    public static TheoryData<string> Names => [.. TaskFamilies.OfThePaper.Select(family => family.Name)];

    public static TheoryData<string> FormerNames => ["tracking_shuffled_objects_3", "tracking_shuffled_objects_5", "logical_deduction_3"];

    [Theory]
    [MemberData(nameof(Names))]
    [MemberData(nameof(FormerNames))]
    public void Check_OfGeneratedExamplesOfAnySeed_ProvesTheTargetAndRefusesOthers(string name)
    {
        var family = TaskFamilies.Find(name)!;
        Prop.ForAll<long>(seed =>
        {
            var random = SeededRandom.For("wrong", seed);
            foreach (var example in family.Generate(25, seed))
            {
                Assert.True(TargetCheck.Proved == family.Check(example.Query, example.Target!), $"{example.Query}\n-> {example.Target}");
                var wrong = family.WrongAnswer(new Problem(example.Query, example.Target!, example.Choices), random);
                Assert.Equal(TargetCheck.Refuted, family.Check(example.Query, wrong));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_OfEveryWrongChoice_Refuses(string name)
    {
        var family = TaskFamilies.Find(name)!;
        foreach (var example in family.Generate(100, 4))
        {
            foreach (var choice in (example.Choices ?? [example.Target + "x", ""]).Where(choice => choice != example.Target))
            {
                Assert.Equal(TargetCheck.Refuted, family.Check(example.Query, choice));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Generate_MultipleChoice_ListsDistinctOptionsWithTheTargetAmongThem(string name)
    {
        foreach (var example in TaskFamilies.Find(name)!.Generate(300, 8).Where(example => example.Choices is not null))
        {
            var lines = example.Query[(example.Query.IndexOf("\nOptions:\n", StringComparison.Ordinal) + 10)..].Split('\n');
            Assert.Equal(example.Choices!, lines.Select(line => line[..3]));
            Assert.Equal(lines.Length, lines.Select(line => line[4..]).Distinct().Count());
            Assert.Contains(example.Target, example.Choices!);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DefaultExamples_OfMultipleChoice_PutTheRightOptionAtEachPlaceEquallyOften(string name)
    {
        var choosing = TaskFamilies.Find(name)!.DefaultExamples.Where(example => example.Choices is not null);
        foreach (var size in choosing.GroupBy(example => example.Choices!.Count))
        {
            // Chi-squared with k - 1 degrees of freedom: 30 is passed by chance less than twice in 1,000 times (k is at most 12).
            // The seed is fixed.
            var expected = (double)size.Count() / size.Key;
            var counts = size.First().Choices!.Select(letter => size.Count(example => example.Target == letter)).ToArray();
            Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 0, 30);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_TrainAndTestSide_ShareNoQuery(string name)
    {
        var train = Side("train");
        var test = Side("test");

        Assert.Equal(TaskFamilies.Find(name)!.DefaultCount, train.Count + test.Count);
        Assert.Empty(train.Intersect(test));

        HashSet<string> Side(string side) =>
            [.. TaskCatalog.Load($"{name}@{side}", new TaskLoadOptions { Seed = 3 }).Single().Examples.Select(example => example.Query)];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_OfDamagedText_NeverThrows(string name)
    {
        var family = TaskFamilies.Find(name)!;
        var examples = family.Generate(200, 12);
        Prop.ForAll<NonNegativeInt, NonNegativeInt, NonNegativeInt>((which, at, how) =>
        {
            var query = examples[which.Get % examples.Count].Query;
            var (from, other) = (at.Get % query.Length, how.Get % query.Length);
            string[] damaged =
            [
                query[..from], query[from..], query.Remove(from, 1), query.Insert(from, "99999999999"),
                query.Replace("0", "9", StringComparison.Ordinal),
                query[..from] + query[other..], query.Replace(" ", "", StringComparison.Ordinal), query.Replace(query[from], query[other]),
            ];
            foreach (var text in damaged) family.Check(text, "(A)");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }
}
