using System.Text.Json.Nodes;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running.Collapse;

/// <summary>The shipped base model, ruined by a learning rate that is far too high.</summary>
public sealed class StopOnCollapseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_CollapsingAndToldToStop_EndsInOrderWithTheBestVersionNamed()
    {
        HirResult result = Run("stop", "--set", "stop_on_collapse=true", "--json").Succeeded();

        var run = new RunFolder(_folder.File("stop"));
        RunRecord record = RunRecord.Read(run)!;
        Assert.Equal(("stopped_on_collapse", 2, 0), (record.State, record.StoppedAt!.Value, record.BestVersion!.Value));
        Assert.Equal(["0", "1", "2"], record.Models.Keys);
        Assert.False(Directory.Exists(run.RelabeledOf(2)));
        Assert.Contains("warning: iteration 2: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("--from " + run.Path + "@0", result.Error, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(result.Output)!;
        Assert.Equal(0, (int)json["best_version"]!);
        Assert.NotEmpty(json["warnings"]!.AsArray());
        string[] warnings = Warnings(run);
        Assert.NotEmpty(warnings);

        // Resumed, it is over; nothing is done and nothing forgotten.
        HirProgram.Run("run", run.Config, "--out", run.Path, "--resume").Succeeded();
        Assert.Equal(record.Models, RunRecord.Read(run)!.Models);
        Assert.Equal("stopped_on_collapse", RunRecord.Read(run)!.State);
        Assert.Equal(warnings, Warnings(run));
    }

    [Fact]
    public void Run_CollapsingAndNotToldToStop_WarnsAndGoesOn()
    {
        HirResult result = Run("on").Succeeded();

        RunRecord record = RunRecord.Read(new RunFolder(_folder.File("on")))!;
        Assert.Equal(("done", 5), (record.State, record.Models.Count));
        Assert.Contains("best version: 0", result.Output, StringComparison.Ordinal);
        Assert.Contains("warning (iteration ", result.Output, StringComparison.Ordinal);
    }

    private HirResult Run(string name, params string[] more)
    {
        string config = _folder.File("ruin.yaml");
        File.WriteAllText(config, $$"""
            model: {{Path.Combine(AppContext.BaseDirectory, "data", "base")}}
            tasks: [word_sorting]
            iterations: 4
            threads: 1
            sampling: { queries: 60, max_new_tokens: 24 }
            evaluation: { queries: 40 }
            training: { steps: 3, batch_size: 16, learning_rate: 0.1 }
            replay: { drop_unfinished: false }
            """);
        return HirProgram.Run(["run", config, "--out", _folder.File(name), .. more]);
    }

    private static string[] Warnings(RunFolder run) =>
        [.. new MetricsFile(run.Metrics).Read().Where(l => (string?)l["event"] == "warning").Select(l => l.ToJsonString())];
}
