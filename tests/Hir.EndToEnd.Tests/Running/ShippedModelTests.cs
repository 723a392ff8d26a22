using System.Text.Json.Nodes;
using Hir.Shared.Handoff;
using Hir.Shared.Tasks;
using Hir.Shared.Tasks.Families;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

/// <summary>The shipped base model, the ready configurations and the demo, shortened where they are long.</summary>
public sealed class ShippedModelTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static string Base => Path.Combine(SharedFixtures.Root, "data", "base");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Demo_Shortened_ShowsBothRunsInOneTable()
    {
        HirResult result = HirProgram.Run(
            "demo", "--out", _folder.File("run"), "--json",
            "--set", "iterations=1", "--set", "sampling.queries=16", "--set", "training.steps=3", "--set", "evaluation.queries=20").Succeeded();

        JsonNode json = JsonNode.Parse(result.Output)!;
        Assert.Equal(["hyperbaton", "word_sorting"], json["tasks"]!.AsObject().Select(t => t.Key).Order());
        foreach ((_, JsonNode? task) in json["tasks"]!.AsObject())
        {
            Assert.Equal(20, (int)task!["n"]!);
            foreach (string column in (string[])["best_constant", "before", "farl", "hir"]) Assert.InRange((double)task[column]!, 0, 1);
        }

        foreach (string shown in (string[])["A success, relabeled", "A failure, relabeled", "after FARL", "after HIR", _folder.File("run")]) Assert.Contains(shown, result.Error, StringComparison.Ordinal);
        Assert.Equal("done", RunRecord.Read(new RunFolder(_folder.File("run")))!.State);
        Assert.Equal("done", RunRecord.Read(new RunFolder(_folder.File("run", "farl")))!.State);
    }

    [Fact]
    public void DemoGraded_Shortened_ShowsAllRunsAndAScoreForEachLevel()
    {
        string[] settings =
        [
            "demo", "--graded", "--out", _folder.File("run"), "--json",
            "--set", "iterations=1", "--set", "sampling.queries=40", "--set", "training.steps=3", "--set", "evaluation.queries=20",
        ];
        HirResult result = HirProgram.Run(settings).Succeeded();

        JsonNode json = JsonNode.Parse(result.Output)!;
        JsonArray levels = json["levels"]!.AsArray();
        Assert.Equal(
            ["correct", "mostly correct", "half correct", "mostly wrong", "wrong"],
            levels.Select(l => ((string)l!["instruction"]!).Replace("Generate a ", "", StringComparison.Ordinal).Split(" answer")[0]));
        foreach (JsonNode? level in levels)
        {
            // A mean of edit distances is no less than the share of right answers.
            Assert.InRange((double)level!["accuracy"]!, 0, (double)level["mean_score"]!);
            Assert.InRange((double)level["mean_score"]!, 0, 1);
            Assert.Contains((string)level["instruction"]!, result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, json["accuracy"]!.AsArray().Count);
        foreach (string shown in (string[])["after FARL", "after graded hindsight", _folder.File("run")])
        {
            Assert.Contains(shown, result.Error, StringComparison.Ordinal);
        }

        foreach (string run in (string[])["", "farl", "steering"])
        {
            Assert.Equal("done", RunRecord.Read(new RunFolder(_folder.File("run", run)))!.State);
        }

        // Nothing is done again, and the same comes out.
        HirResult again = HirProgram.Run([.. settings, "--resume"]).Succeeded();
        Assert.Equal(levels.ToJsonString(), JsonNode.Parse(again.Output)!["levels"]!.ToJsonString());
    }

    [Fact]
    public void TinyExample_AsItIs_EndsBetterThanItBegan()
    {
        JsonNode result = JsonNode.Parse(HirProgram.Run(
            "run", Path.Combine(SharedFixtures.Root, "examples", "tiny.yaml"), "--out", _folder.File("run"), "--json").Succeeded().Output)!;

        double[] accuracy = [.. result["accuracy"]!.AsArray().Select(a => (double)a!)];
        Assert.Equal(4, accuracy.Length);
        Assert.True(accuracy[^1] > accuracy[0], $"from {accuracy[0]} to {accuracy[^1]}");
        Assert.InRange((double)result["logprob_gap_max"]!, 0, 2e-4);
    }

    [Fact]
    public void BaseModel_OnHeldOutQueries_AnswersInValidFormAndIsHalfTrained()
    {
        string file = _folder.File("eval.json");
        HirProgram.Run("eval", "--model", Base, "--tasks", "word_sorting@test:200,hyperbaton@test:200", "--out", file, "--seed", "11").Succeeded();

        JsonNode result = JsonNode.Parse(File.ReadAllText(file))!;
        var predictions = File.ReadLines(_folder.File("predictions", "eval.jsonl")).Select(l => JsonNode.Parse(l)!).ToList();
        foreach (string name in (string[])["word_sorting", "hyperbaton"])
        {
            Assert.InRange((double)result["tasks"]![name]!["accuracy"]!, 0.3, 0.7);
            TaskFamily family = TaskFamilies.Find(name)!;
            Dictionary<string, TaskExample> examples = family.DefaultExamples.ToDictionary(e => e.Id);
            var ofTask = predictions.Where(p => (string?)p["task"] == name).ToList();
            int valid = ofTask.Count(p => family.IsWellFormed(examples[(string)p["query_id"]!], (string)p["output"]!));
            Assert.True(valid >= 0.9 * ofTask.Count, $"{name}: {valid} of {ofTask.Count} answers have a valid form");
        }

        Assert.True(Directory.GetFiles(Base).Sum(f => new FileInfo(f).Length) < 8_000_000);
        ModelFolder.Open(Base, verify: true);
    }
}
