using System.Text.Json;
using Hir.Shared.Tasks;
using Hir.Shared.Tasks.Files;
using Hir.Testing;

namespace Hir.Shared.Tests.Tasks.Files;

public sealed class TaskFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_JsonLines_ReadsEveryField()
    {
        TaskSet set = Load("mine.jsonl", """
            {"query": "2+2?", "target": "4", "extra": [1]}

            {"query": "pick é", "target": "(A)", "choices": ["(A)", "(B)"], "id": "x"}
            {"query": "no target", "id": 7}
            """);
        Assert.Equal("mine", set.Name);
        Assert.Equal(["line-1", "x", "7"], set.Examples.Select(e => e.Id));
        Assert.Equal(["2+2?", "pick é", "no target"], set.Examples.Select(e => e.Query));
        Assert.Equal(["4", "(A)", null], set.Examples.Select(e => e.Target));
        Assert.Equal(["(A)", "(B)"], set.Examples[1].Choices!);
    }

    [Fact]
    public void Load_JsonLinesWithMistakes_NamesEachLine()
    {
        InputException e = Refused("bad.jsonl", """
            {"target": "4"}
            {"query": 5}
            not json
            {"query": ""}
            {"query": "a", "choices": []}
            {"query": "a", "target": ["4"]}
            {"query": "half \ud800"}
            [1]
            {"query": "fine", "id": "i"}
            {"query": "twice", "id": "i"}
            """);
        Assert.Equal(9, e.Problems.Count);
        for (int line = 1; line <= 8; line++) Assert.Contains($"line {line} ", e.Problems[line - 1], StringComparison.Ordinal);
        Assert.Contains("\"i\"", e.Problems[8], StringComparison.Ordinal);
        Assert.All(e.Problems, p => Assert.Contains("bad.jsonl", p, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("empty.jsonl", "")]
    [InlineData("blank.jsonl", "\n \n")]
    [InlineData("empty.json", """{"examples": []}""")]
    [InlineData("none.json", """{"name": "x"}""")]
    [InlineData("list.json", "[]")]
    [InlineData("cut.json", """{"examples": [""")]
    [InlineData("task.txt", "x")]
    public void Load_NothingToRead_IsRefusedByName(string name, string content) =>
        Assert.Contains(name, Assert.Single(Refused(name, content).Problems), StringComparison.Ordinal);

    [Fact]
    public void Load_ManyBadLines_ListsTwentyAndTheirNumber()
    {
        InputException e = Refused("bad.jsonl", string.Concat(Enumerable.Repeat("{}\n", 1000)));
        Assert.Equal(21, e.Problems.Count);
        Assert.Contains("980 more", e.Problems[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NotUtf8_IsRefusedWithItsLine()
    {
        string path = _folder.File("latin1.jsonl");
        File.WriteAllBytes(path, [.. "{\"query\": \"caf"u8, 0xE9, .. "\"}"u8]);
        Assert.Contains("line 1 ", Assert.Single(Assert.Throws<InputException>(() => TaskFile.Load(path)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MultipleChoice_AppendsOptionsAndAsksForTheLetter()
    {
        TaskExample example = Assert.Single(Load("mc.json", """
            {"name": "n", "examples": [{"input": "Which is red?", "target_scores": {"sky": 0, "blood": 1, "grass": 0}}]}
            """).Examples);
        Assert.Equal("Which is red?\nOptions:\n(A) sky\n(B) blood\n(C) grass", example.Query);
        Assert.Equal("(B)", example.Target);
        Assert.Equal(["(A)", "(B)", "(C)"], example.Choices!);
    }

    [Fact]
    public void Load_StatedPrefixes_StandAroundTheInput()
    {
        TaskExample example = Assert.Single(Load("p.json", """
            {"task_prefix": "Count. ", "example_input_prefix": "\nQ: ", "example_output_prefix": "\nA: ",
             "examples": [{"input": "how many?", "target": ["2", "two"]}]}
            """).Examples);
        Assert.Equal("Count. \nQ: how many?\nA:", example.Query);
        Assert.Equal("2", example.Target);
    }

    [Fact]
    public void Load_RightChoiceAlwaysFirst_IsSpreadOverTheLetters()
    {
        string examples = string.Join(',', Enumerable.Range(0, 100).Select(i =>
            $$"""{"input": "q{{i}}", "target_scores": {"yes {{i}}": 1, "no": 0, "maybe": 0} }"""));
        TaskSet set = Load("first.json", $$"""{"examples": [{{examples}}]}""");
        Assert.Equal(3, set.Examples.Select(e => e.Target).Distinct().Count());
        Assert.All(set.Examples, e => Assert.Contains($"{e.Target} yes ", e.Query, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_TaskJson_IsNamedByItsFolder()
    {
        Directory.CreateDirectory(_folder.File("date understanding"));
        File.WriteAllText(_folder.File("date understanding", "task.json"), """{"examples": [{"input": "a", "target": "b"}]}""");
        Assert.Equal("date_understanding", TaskFile.Load(_folder.File("date understanding", "task.json")).Name);
    }

    [Fact]
    public void Load_BigBenchWithMistakes_NamesEachExample()
    {
        InputException e = Refused("bad.json", """
            {"examples": [{"target": "4"}, {"input": "a"}, {"input": "a", "target": 4}, {"input": "a", "target_scores": {"x": "y"}}, 5]}
            """);
        Assert.Equal(5, e.Problems.Count);
        for (int i = 0; i < 5; i++) Assert.Contains($"examples[{i}] ", e.Problems[i], StringComparison.Ordinal);
    }

    [SharedFact]
    public void Load_BigBenchHard_ReadsEveryExampleOfTheTwelveTasks()
    {
        string[] files = Directory.GetFiles(SharedFixtures.PathOf("data", "bbh"), "*.json");
        Assert.Equal(12, files.Length);
        foreach (string file in files)
        {
            TaskSet set = TaskFile.Load(file);
            Assert.Equal(Path.GetFileNameWithoutExtension(file), set.Name);
            Assert.Equal(set.Name == "penguins_in_a_table" ? 146 : 250, set.Examples.Count);
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            Assert.Equal(
                document.RootElement.GetProperty("examples").EnumerateArray().Select(e => e.GetProperty("target").GetString()),
                set.Examples.Select(e => e.Target));
            bool isFreeText = set.Name is "object_counting" or "word_sorting";
            Assert.All(set.Examples, e => Assert.True(isFreeText ? e.Choices is null : e.Choices!.Contains(e.Target)));
        }
    }

    [SharedFact]
    public void Load_BigBenchHardDates_AgreesWithTheFilesFirstExample()
    {
        TaskExample first = TaskFile.Load(SharedFixtures.PathOf("data", "bbh", "date_understanding.json")).Examples[0];
        Assert.StartsWith(
            "Today is Christmas Eve of 1937. What is the date tomorrow in MM/DD/YYYY?\nOptions:\n(A) 12/11/1937\n",
            first.Query,
            StringComparison.Ordinal);
        Assert.Equal("(B)", first.Target);
        Assert.Equal(["(A)", "(B)", "(C)", "(D)", "(E)", "(F)"], first.Choices!);
    }

    private TaskSet Load(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return TaskFile.Load(_folder.File(name));
    }

    private InputException Refused(string name, string content) => Assert.Throws<InputException>(() => Load(name, content));
}
