using Hir.Shared.Tasks;
using Hir.Shared.Tasks.Families;
using Hir.Testing;

namespace Hir.Shared.Tests.Tasks;

public sealed class TaskCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_FamilyNames_GivesTheirDefaultExamplesInTheSpecificationsOrder()
    {
        IReadOnlyList<TaskSet> sets = Load("word_sorting, object_counting");
        Assert.Equal(["word_sorting", "object_counting"], sets.Select(s => s.Name));
        Assert.Equal(TaskFamilies.Find("word_sorting")!.DefaultExamples, sets[0].Examples);
    }

    [Fact]
    public void Load_SplitOfEveryFamily_IsFourFifthsAndOneFifthWithoutACommonQuery()
    {
        foreach (TaskFamily family in TaskFamilies.All)
        {
            TaskSet train = Assert.Single(Load($"{family.Name}@train"));
            TaskSet test = Assert.Single(Load($"{family.Name}@test"));
            Assert.Equal(family.DefaultExamples.Count * 4 / 5, train.Examples.Count);
            Assert.Equal(family.DefaultExamples.Count / 5, test.Examples.Count);
            Assert.Empty(train.Examples.Select(e => e.Query).Intersect(test.Examples.Select(e => e.Query)));
        }
    }

    [Fact]
    public void Load_Limit_TakesTheFirstOfTheSplit() =>
        Assert.Equal(Load("word_sorting@test")[0].Examples.Take(7), Load("word_sorting@test:7")[0].Examples);

    [Fact]
    public void Load_LimitAboveTheCount_TakesAll() => Assert.Equal(2, Load($"{Lines(("a", "1"), ("b", "2"))}:100")[0].Examples.Count);

    [Fact]
    public void Load_DefaultSplit_ActsWhereTheEntryNamesNone()
    {
        TaskLoadOptions options = new() { DefaultSplit = TaskSplit.Test };
        Assert.Equal(Load("word_sorting@test")[0].Examples, TaskCatalog.Load("word_sorting", options)[0].Examples);
        Assert.Equal(Load("word_sorting@train")[0].Examples, TaskCatalog.Load("word_sorting@train", options)[0].Examples);
    }

    [Fact]
    public void Load_OtherSeed_SplitsOtherwise() => Assert.NotEqual(
        Load("word_sorting@test")[0].Examples, TaskCatalog.Load("word_sorting@test", new TaskLoadOptions { Seed = 1 })[0].Examples);

    [Fact]
    public void Load_FileOfTheDataFolder_HasItsName()
    {
        Lines(("a", "1"));
        TaskSet set = Assert.Single(TaskCatalog.Load("mine", new TaskLoadOptions { DataFolder = _folder.Path }));
        Assert.Equal("mine", set.Name);
    }

    [Fact]
    public void Load_PathWithSigns_IsReadAsAFileFirst()
    {
        string path = _folder.File("a@b.jsonl");
        File.Move(Lines(("a", "1")), path);
        Assert.Equal("a_b", Assert.Single(Load(path)).Name);
    }

    [Fact]
    public void Load_SeveralWrongEntries_NamesEach()
    {
        InputException e = Assert.Throws<InputException>(
            () => Load("word_sortin,,word_sorting@dev,word_sorting:0,word_sorting:5@test,missing.jsonl"));
        Assert.Equal(6, e.Problems.Count);
        Assert.Contains("Did you mean \"word_sorting\"?", e.Message, StringComparison.Ordinal);
        Assert.Contains("object_counting", e.Message, StringComparison.Ordinal);
        Assert.Contains("missing.jsonl", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SameNameTwice_IsRefused()
    {
        InputException e = Assert.Throws<InputException>(() => Load("word_sorting@train,word_sorting@test"));
        Assert.Contains("2 times", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TestSplitOfOneQuery_IsRefused() =>
        Assert.Throws<InputException>(() => Load($"{Lines(("a", "1"), ("a", "2"))}@test"));

    [Fact]
    public void Sha256_EqualData_IsEqualAndAnyChangeChangesIt()
    {
        string all = TaskData.Sha256(Load("word_sorting:10"));
        Assert.Equal(all, TaskData.Sha256(Load("word_sorting:10")));
        Assert.Matches("^[0-9a-f]{64}$", all);
        TaskSet set = Load("word_sorting:10")[0];
        TaskExample first = set.Examples[0];
        TaskExample[] changes =
            [first with { Id = "x" }, first with { Query = first.Query + " " }, first with { Target = null }, first with { Choices = [] }];
        Assert.All(changes, changed => Assert.NotEqual(all, TaskData.Sha256([set with { Examples = [changed, .. set.Examples.Skip(1)] }])));
        Assert.NotEqual(all, TaskData.Sha256([set with { Name = "other" }]));
    }

    private static IReadOnlyList<TaskSet> Load(string spec) => TaskCatalog.Load(spec, new TaskLoadOptions());

    private string Lines(params (string Query, string Target)[] examples)
    {
        string path = _folder.File("mine.jsonl");
        File.WriteAllLines(path, examples.Select(e => $$"""{"query": "{{e.Query}}", "target": "{{e.Target}}"}"""));
        return path;
    }
}
