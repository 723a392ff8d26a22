using System.Text.Json.Nodes;
using Hir.Shared.Tasks.Families;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Commands;

public sealed class TasksCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tasks_List_HasAnExampleOfEachFamilyThatItsCheckerProves()
    {
        JsonArray tasks = JsonNode.Parse(HirProgram.Run("tasks", "--json").Succeeded().Output)!["tasks"]!.AsArray();

        Assert.Equal(TaskFamilies.All.Select(f => f.Name), tasks.Select(t => (string)t!["name"]!));
        Assert.All(
            tasks.Take(12),
            t => Assert.Equal(
                TargetCheck.Proved, TaskFamilies.Find((string)t!["name"]!)!.Check((string)t["query"]!, (string)t["target"]!)));
    }

    [Fact]
    public void Check_OfAFileWithAWrongTarget_NamesItAndFails()
    {
        string file = _folder.File("word_sorting.jsonl");
        File.WriteAllText(file, """
            {"id": "fine", "query": "Sort these words alphabetically: b a", "target": "a b"}
            {"id": "off", "query": "Sort these words alphabetically: b a", "target": "b a"}
            {"id": "other", "query": "What now?", "target": "x"}
            """);

        HirResult result = HirProgram.Run("tasks", "--check", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("word_sorting: 1 proved, 1 refuted, 1 not covered", result.Output, StringComparison.Ordinal);
        Assert.Contains("refuted: off, target b a", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfAFileThatIsNoFamilys_IsRefused()
    {
        string file = _folder.File("mine.jsonl");
        File.WriteAllText(file, """{"query": "a", "target": "b"}""");

        HirProgram.Run("tasks", "--check", file).Refused("mine is no family's name");
    }

    [Fact]
    public void Pretraining_OfAnUnknownMixture_IsRefusedAndWritesNothing()
    {
        HirProgram.Run("tasks", "--pretraining", "10", "--mixture", "base7", "--out", _folder.File("p.jsonl")).Refused("base7", "base12");

        Assert.False(File.Exists(_folder.File("p.jsonl")));
    }
}
