using System.Diagnostics;
using System.Text.Json.Nodes;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Shared.Shards;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

/// <summary>PPO and GRPO through the program: in a run, resumed, and alone on shards.</summary>
[Collection(TinyModelCollection.Name)]
public sealed class PolicyRunTests(TinyModel model) : IDisposable
{
    private const string Ppo = "objective: { kind: ppo, kl: 0.05 }";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resume_PpoKilledWithinItsTraining_EndsAsTheUninterruptedRun()
    {
        string config = model.Configure(_folder, Ppo + "\ncheckpoint_seconds: 0.000001");
        HirProgram.Run("run", config, "--out", _folder.File("whole")).Succeeded();

        using (Process process = HirProgram.Start(null, "run", config, "--out", _folder.File("cut")))
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            string sign = _folder.File("cut", "checkpoints");
            Assert.True(SpinWait.SpinUntil(() => Directory.Exists(sign) || process.HasExited, TimeSpan.FromMinutes(2)));
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        HirProgram.Run("run", config, "--out", _folder.File("cut"), "--resume").Succeeded();

        RunRecord whole = RunRecord.Read(new RunFolder(_folder.File("whole")))!;
        Assert.Equal(whole.Models, RunRecord.Read(new RunFolder(_folder.File("cut")))!.Models);
        Assert.Equal(3, whole.Models.Values.Distinct().Count());
        JsonObject[] steps = [.. new MetricsFile(new RunFolder(_folder.File("whole")).Metrics).Read().Where(l => l["step"] is not null)];
        Assert.All(steps, s => Assert.True(s.ContainsKey("loss_policy") && s.ContainsKey("loss_value") && s.ContainsKey("loss_kl")));
    }

    [Fact]
    public void Run_GrpoWithOneSampleAQuery_IsRefusedByTheKey() =>
        HirProgram.Run("run", model.Configure(_folder, "objective: { kind: grpo }"), "--set", "sampling.samples=1", "--dry-run")
            .Refused("sampling.samples: 1 is not allowed with objective.kind grpo");

    [Theory]
    [InlineData("grpo")]
    [InlineData("ppo")]
    public void Learn_PolicyObjectiveOnShards_TrainsOnScoresAndLogprobs(string objective)
    {
        string shards = Sampled();

        HirProgram.Run(
            "learn", "--model", model.Path, "--shards", shards, "--out", _folder.File("next"), "--objective", objective, "--kl", "0.1", "--steps", "3",
            "--threads", "1").Succeeded();

        JsonNode first = JsonNode.Parse(File.ReadLines(_folder.File("next", "metrics.jsonl")).First())!;
        Assert.Equal(0, (double)first["loss_kl"]!, 1e-6);
        Assert.Equal(0, (double)first["clip_share"]!); // before the first step model and sampler agree
        Assert.Equal(objective == "ppo", first["loss_value"] is not null);
    }

    [Fact]
    public void Learn_PolicyObjectiveWithoutLogprobs_IsRefusedAndWritesNothing()
    {
        string shards = Sampled();
        // As another tool's: with the manifest gone, it may lack columns, and its tokens their log-probabilities.
        File.Delete(Path.Combine(shards, ShardManifest.FileName));
        foreach (string part in Directory.GetFiles(shards)) Rename(part, "output_logprobs", "output_unknowns");
        HirProgram.Run("shards", "adopt", shards).Succeeded();

        HirProgram.Run("learn", "--model", model.Path, "--shards", shards, "--out", _folder.File("next"), "--objective", "grpo")
            .Refused("no output_logprobs", "--objective hir");

        Assert.False(Directory.Exists(_folder.File("next")));
    }

    [Fact]
    public void Learn_PolicyObjectiveOnPairs_IsRefused()
    {
        File.WriteAllText(_folder.File("p.jsonl"), "{\"prompt\":\"a\",\"output\":\"b\"}\n");

        HirProgram.Run(
            "learn", "--model", model.Path, "--pairs", _folder.File("p.jsonl"), "--out", _folder.File("next"), "--objective", "ppo")
            .Refused("--shards");
    }

    /// <summary>Shards of the tiny model, which gets nothing right, with scores as if every other sample did.</summary>
    private string Sampled()
    {
        HirProgram.Run(
            "sample", "--model", model.Path, "--tasks", model.Tasks + "@train:8", "--out", _folder.File("sampled"), "--samples", "4",
            "--max-new-tokens", "6", "--threads", "1").Succeeded();
        ShardFolder read = ShardReader.ReadFolder(_folder.File("sampled"));
        ShardWriter.WriteFolder(
            _folder.File("scored"),
            read.Rows.Select(r => r with { Score = r.SampleIndex % 2, ScoreStatus = ScoreStatus.Ok }),
            new ShardFolderInfo { ModelVersion = 0, ModelFingerprint = read.Rows[0].ModelFingerprint, Seed = 0, Settings = read.Settings });
        return _folder.File("scored");
    }

    /// <summary>Gives a column of a Parquet file another name of the same length.</summary>
    private static void Rename(string file, string column, string name)
    {
        string bytes = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));
        File.WriteAllBytes(file, System.Text.Encoding.Latin1.GetBytes(bytes.Replace(column, name, StringComparison.Ordinal)));
    }
}
