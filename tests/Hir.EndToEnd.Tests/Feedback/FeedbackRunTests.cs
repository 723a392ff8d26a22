using System.Text.Json.Nodes;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Shared.Shards;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Feedback;

/// <summary>Runs and commands with other feedback functions than exact match, good and bad ones.</summary>
[Collection(TinyModelCollection.Name)]
public sealed class FeedbackRunTests(TinyModel model) : IDisposable
{
    // Of four answers three are scores and one is none.
    private const string Moody = """
        n=0
        while read -r line; do
          n=$((n + 1))
          if [ $((n % 4)) = 0 ]; then echo '{"score": null, "status": "failed", "feedback": "no idea"}'; else echo "{\"score\": $((n % 2))}"; fi
        done
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_CommandWithoutSomeScores_LeavesThoseOutAndCountsThem()
    {
        File.WriteAllText(_folder.File("moody.sh"), Moody);
        string config = model.Configure(
            _folder, "feedback: { kind: command, max_failure_rate: 0.5, batch_size: 4, command: { run: [bash, moody.sh] } }", iterations: 1);

        HirProgram.RunIn(_folder.Path, "run", config, "--out", _folder.File("run")).Succeeded();

        var run = new RunFolder(_folder.File("run"));
        JsonObject samples = new MetricsFile(run.Metrics).Read().Single(l => (string?)l["event"] == "samples");
        Assert.Equal((12, 4), ((int)samples["score_status"]!["ok"]!, (int)samples["score_status"]!["failed"]!));
        Assert.Equal(12, ShardReader.ReadFolder(run.RelabeledOf(0)).Rows.Count);
        Assert.Equal(4, ShardReader.ReadFolder(run.ShardsOf(0)).Rows.Count(r => r is { ScoreStatus: ScoreStatus.Failed, Feedback: "no idea" }));
        string log = string.Concat(Directory.GetFiles(_folder.File("run", "logs", "attempt-1")).Select(File.ReadAllText));
        Assert.Contains("without a score: 4 failed (the first: no idea)", log, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MoreFailuresThanAllowed_EndsAndSaysWhy()
    {
        File.WriteAllText(_folder.File("moody.sh"), Moody);
        string config = model.Configure(
            _folder, "feedback: { kind: command, batch_size: 4, command: { run: [bash, moody.sh] } }", iterations: 1);
        HirResult result = HirProgram.Run("run", config, "--out", _folder.File("run"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("max_failure_rate", result.Error, StringComparison.Ordinal);
        Assert.Contains("no idea", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ max_words: 1000 }", 1.0)] // every output is right
    [InlineData("{ format: json, min_words: 1000 }", 0.0)] // none is
    public void Run_AllRightOrAllWrong_GoesThrough(string constraints, double rate)
    {
        string config = model.Configure(_folder, $"feedback: {{ kind: constraints, constraints: {constraints} }}", iterations: 2);
        HirProgram.Run("run", config, "--out", _folder.File("run")).Succeeded();
        var run = new RunFolder(_folder.File("run"));
        Assert.All(
            new MetricsFile(run.Metrics).Read().Where(l => (string?)l["event"] == "samples"), l => Assert.Equal(rate, (double)l["success_rate"]!));
        ShardRow row = ShardReader.ReadFolder(run.RelabeledOf(1)).Rows[0];
        Assert.Contains("\"status\":\"ok\",\"text\":\"", row.ScoreParts, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WrongFeedback_IsRefusedBeforeAnythingIsWritten()
    {
        string config = model.Configure(_folder, "feedback: { kind: weighted, weighted: { exact_match: 1, comand: 2 }, timeout_seconds: 0 }");
        HirProgram.Run("run", config, "--out", _folder.File("run")).Refused("feedback.timeout_seconds: 0", "Did you mean \"command\"?");
        config = model.Configure(_folder, "feedback: { kind: command, command: { run: [no-such-scorer] } }");
        HirProgram.Run("run", config, "--out", _folder.File("run")).Refused("feedback.command.run", "no-such-scorer");
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Fact]
    public void Run_TasksWithoutTargets_NeedAKindThatNeedsNone()
    {
        string tasks = Untargeted();
        string config = model.Configure(_folder);
        HirProgram.Run("run", config, "--out", _folder.File("run"), "--set", $"tasks=[\"{tasks}\"]").Refused("task open", "docs/feedback.md");
        HirProgram.Run(
            "run", config, "--out", _folder.File("run"), "--set", $"tasks=[\"{tasks}\"]", "--set", "iterations=1",
            "--set", "feedback.kind=constraints", "--set", "feedback.constraints.max_words=2").Succeeded();
        Assert.Contains("max_words: 2", File.ReadAllText(_folder.File("run", "config.yaml")), StringComparison.Ordinal);
        Assert.DoesNotContain("numeric", File.ReadAllText(_folder.File("run", "config.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void SampleThenRelabel_WithSettings_ScoreByThem()
    {
        string tasks = Untargeted();
        HirProgram.Run("sample", "--model", model.Path, "--tasks", tasks, "--out", _folder.File("no"), "--max-new-tokens", "6").Refused("task open");
        HirProgram.Run("sample", "--model", model.Path, "--tasks", tasks, "--out", _folder.File("none"), "--max-new-tokens", "6", "--feedback", "none").Succeeded();
        string config = model.Configure(_folder, "feedback: { kind: constraints, constraints: { max_words: 0, max_characters: 1000 } }");

        // A whole run's configuration serves; what it has besides is left out.
        HirProgram.Run("relabel", "--shards", _folder.File("none"), "--out", _folder.File("half"), "--config", config).Succeeded();
        HirProgram.Run(
            "relabel", "--shards", _folder.File("none"), "--out", _folder.File("all"), "--config", config,
            "--set", "feedback.constraints.max_words=1000").Succeeded();
        HirProgram.Run(
            "sample", "--model", model.Path, "--tasks", tasks, "--out", _folder.File("sampled"), "--max-new-tokens", "6", "--config", config).Succeeded();

        Assert.All(Rows("half"), r => Assert.True(r.Output.Length == 0 || r is { Score: 0.5, IsSuccess: false }, r.Output));
        Assert.All(Rows("all"), r => Assert.True(r is { Score: 1, IsSuccess: true }));
        Assert.Equal(Rows("half").Select(r => (r.Output, r.Score)), Rows("sampled").Select(r => (r.Output, r.Score)));
        HirProgram.Run("relabel", "--shards", _folder.File("none"), "--out", _folder.File("no"), "--feedback", "numerc").Refused("Did you mean \"numeric\"?");
        HirProgram.Run("relabel", "--shards", _folder.File("none"), "--out", _folder.File("no"), "--set", "feedbck.kind=numeric").Refused("did you mean feedback?");
        HirProgram.Run("relabel", "--shards", _folder.File("none"), "--out", _folder.File("no")).Refused("none of its");

        IReadOnlyList<ShardRow> Rows(string folder) => ShardReader.ReadFolder(_folder.File(folder)).Rows;
    }

    [Fact]
    public void Eval_OtherFeedback_CountsByIt()
    {
        HirProgram.Run(
            "eval", "--model", model.Path, "--tasks", Untargeted(), "--out", _folder.File("e.json"), "--max-new-tokens", "6",
            "--feedback", "regex", "--set", "feedback.regex.pattern=^").Succeeded();
        Assert.Equal(1, (double)JsonNode.Parse(File.ReadAllText(_folder.File("e.json")))!["accuracy"]!);
    }

    private string Untargeted()
    {
        string path = _folder.File("open.jsonl");
        File.WriteAllLines(path, Enumerable.Range(0, 12).Select(i => $"{{\"query\":\"Sort: violin candle {i}\"}}"));
        return path;
    }
}
