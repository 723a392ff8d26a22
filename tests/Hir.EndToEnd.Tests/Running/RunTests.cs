using System.Text.Json.Nodes;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

[Collection(TinyModelCollection.Name)]
public sealed class RunTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_ShortConfiguration_LeavesEveryPartOfARun()
    {
        string config = model.Configure(_folder);

        JsonNode result = JsonNode.Parse(HirProgram.Run("run", config, "--out", _folder.File("run"), "--json").Succeeded().Output)!;

        var run = new RunFolder(_folder.File("run"));
        RunRecord record = RunRecord.Read(run)!;
        Assert.Equal("done", record.State);
        Assert.Equal(["0", "1", "2"], record.Models.Keys);
        Assert.Equal(3, record.Models.Values.Distinct().Count());
        for (int version = 0; version <= 2; version++)
        {
            ModelFolder published = ModelFolder.Open(run.Model(version), verify: true);
            Assert.Equal(record.FingerprintOf(version), published.Fingerprint);
            Assert.Equal(version, published.Manifest!.ModelVersion);
            Assert.True(File.Exists(run.Evaluation(version)));
        }

        Assert.Equal(["iteration-0000.json", "iteration-0001.json", "iteration-0002.json"], Directory.GetFiles(run.Evaluations).Select(p => Path.GetFileName(p)).Order());
        foreach (string folder in (string[])[run.ShardsOf(0), run.ShardsOf(1), run.RelabeledOf(0), run.RelabeledOf(1)]) Assert.True(File.Exists(Path.Combine(folder, "manifest.json")), folder);
        IReadOnlyList<JsonObject> lines = new MetricsFile(run.Metrics).Read();
        Assert.Equal(Enumerable.Range(1, 8), lines.Where(l => l["step"] is not null).Select(l => (int)l["step"]!));
        Assert.True((double)result["logprob_gap_max"]! <= 2e-4);
        Assert.Equal(3, result["accuracy"]!.AsArray().Count);
    }

    [Fact]
    public void Run_SameSeedTwice_GivesEqualShardsAndFingerprints()
    {
        string config = model.Configure(_folder);

        HirProgram.Run("run", config, "--out", _folder.File("a"), "--seed", "7").Succeeded();
        HirProgram.Run("run", config, "--out", _folder.File("b"), "--seed", "7").Succeeded();
        HirProgram.Run("run", config, "--out", _folder.File("c"), "--seed", "8").Succeeded();

        Assert.Equal(Bytes("a"), Bytes("b"));
        Assert.Equal(Fingerprints("a"), Fingerprints("b"));
        Assert.NotEqual(Fingerprints("a").Last(), Fingerprints("c").Last());

        IEnumerable<string> Bytes(string run) => Directory.GetFiles(_folder.File(run), "*.parquet", SearchOption.AllDirectories).Order()
            .Select(p => Path.GetRelativePath(_folder.File(run), p) + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(p))));
        IEnumerable<string> Fingerprints(string run) => RunRecord.Read(new RunFolder(_folder.File(run)))!.Models.Values;
    }

    [Theory]
    [InlineData("farl")]
    [InlineData("sft")]
    public void Run_Baselines_GoThroughTheSameLoop(string objective) =>
        HirProgram.Run("run", model.Configure(_folder, iterations: 1), "--out", _folder.File("run"), "--set", $"objective.kind={objective}").Succeeded();

    [Fact]
    public void Run_DryRun_PrintsThePlanAndWritesNothing()
    {
        HirResult result = HirProgram.Run("run", model.Configure(_folder), "--out", _folder.File("run"), "--dry-run").Succeeded();

        Assert.Contains("iterations: 2", result.Output, StringComparison.Ordinal);
        Assert.Contains("trains on", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Fact]
    public void Run_DryRunWithAPreset_NamesItAndShowsItsValuesBeneathTheFiles()
    {
        HirResult result = HirProgram.Run("run", model.Configure(_folder), "--preset", "authors-code", "--dry-run").Succeeded();

        Assert.Contains("# preset: authors-code, which sets", result.Output, StringComparison.Ordinal);
        Assert.Contains("  contrast: pair\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("  batch_size: 8\n", result.Output, StringComparison.Ordinal); // the file's own
        HirProgram.Run("run", model.Configure(_folder), "--preset", "authors", "--dry-run").Refused("Did you mean \"authors-code\"?");
    }

    [Fact]
    public void Run_MixedData_CountsWhatWasLeftOutAndEndsAlikeWhenResumed()
    {
        string config = model.Configure(_folder);
        string[] mix =
        [
            "--set", "replay.max_per_query=1", "--set", "replay.task_weights.words=0.5", "--set", "sampling.curriculum=success_rate",
            "--set", "sampling.samples=4",
        ];
        HirProgram.Run(["run", config, "--out", _folder.File("run"), .. mix]).Succeeded();
        var run = new RunFolder(_folder.File("run"));
        string drawn = Queries(run);

        foreach (JsonObject line in new MetricsFile(run.Metrics).Read().Where(l => (string?)l["event"] == "iteration" && (string?)l["role"] == "learner"))
        {
            string[] reasons = ["outside_window", "unweighted", "unlabeled", "empty", "unfinished", "repeated", "over_cap"];
            Assert.Equal((int)line["replay_rows"]!, (int)line["pairs"]! + reasons.Sum(r => (int)line[r]!));
            Assert.True((int)line["over_cap"]! > 0);
        }

        // The second iteration's draw once more, by a process that has not seen the first.
        (RunRecord.Read(run)! with { State = "interrupted" }).Write(run);
        Directory.Delete(run.ShardsOf(1), recursive: true);
        Directory.Delete(run.RelabeledOf(1), recursive: true);
        HirProgram.Run(["run", config, "--out", run.Path, "--resume", .. mix]).Succeeded();
        Assert.Equal(drawn, Queries(run));
        HirProgram.Run("run", config, "--out", _folder.File("no"), "--set", "replay.task_weights.word=2")
            .Refused("replay.task_weights.word: the run trains on no task of that name; its tasks are words");

        static string Queries(RunFolder run) => string.Join(' ', Hir.Shared.Shards.ShardReader.ReadFolder(run.ShardsOf(1)).Rows.Select(r => r.QueryId));
    }

    [Fact]
    public void Run_SecondTimeInTheFolder_IsRefusedAndLeavesTheFirst()
    {
        string config = model.Configure(_folder, iterations: 1);
        HirProgram.Run("run", config, "--out", _folder.File("run")).Succeeded();
        string before = File.ReadAllText(_folder.File("run", "run.json"));

        HirProgram.Run("run", config, "--out", _folder.File("run")).Refused("holds a run already", "--resume");

        Assert.Equal(before, File.ReadAllText(_folder.File("run", "run.json")));
    }

    [Fact]
    public void Run_ResumedWithAnotherConfiguration_IsRefusedByTheKey()
    {
        string config = model.Configure(_folder, iterations: 1);
        HirProgram.Run("run", config, "--out", _folder.File("run")).Succeeded();

        HirProgram.Run("run", config, "--out", _folder.File("run"), "--resume", "--set", "training.steps=5").Refused("training.steps was 4 and is now 5", "another configuration");
    }

    [Fact]
    public void Run_ShardsOfAnotherModel_AreRefusedByTheLearner()
    {
        string config = model.Configure(_folder, iterations: 1);
        HirProgram.Run("run", config, "--out", _folder.File("first")).Succeeded();
        HirProgram.Run("run", config, "--out", _folder.File("second"), "--seed", "3").Succeeded();
        var second = new RunFolder(_folder.File("second"));
        // As if another run's shards had been put there: version 1 was not trained yet, and the rows come from a model that this run never
        // had.
        RunRecord record = RunRecord.Read(second)!;
        (record with { Models = new Dictionary<string, string> { ["0"] = new string('0', 64) } }).Write(second);
        Directory.Delete(second.Model(1), recursive: true);
        Directory.Delete(second.Checkpoints, recursive: true);

        HirProgram.Run("learn", "--follow", second.Path).Refused("fingerprint", new string('0', 64));
        Assert.False(Directory.Exists(second.Model(1)));
    }

    [Fact]
    public void Run_FromAnotherRun_StartsWithThatIterationsWeights()
    {
        string config = model.Configure(_folder, iterations: 1);
        HirProgram.Run("run", config, "--out", _folder.File("first")).Succeeded();
        HirProgram.Run("run", config, "--out", _folder.File("fork"), "--from", _folder.File("first") + "@1").Succeeded();

        string Weights(string run, int version) => new RunFolder(_folder.File(run)).Model(version) + "/model.safetensors";
        Assert.Equal(File.ReadAllBytes(Weights("first", 1)), File.ReadAllBytes(Weights("fork", 0)));
        HirProgram.Run("run", config, "--out", _folder.File("no"), "--from", _folder.File("first") + "@7").Refused("iteration 7");
        HirProgram.Run("run", config, "--out", _folder.File("no"), "--from", "first").Refused("RUN@ITERATION");

        HirResult same = HirProgram.Run(
            "eval", "--compare", _folder.File("first", "eval", "iteration-0001.json"), _folder.File("fork", "eval", "iteration-0000.json"), "--json").Succeeded();
        Assert.Equal(0, (int)JsonNode.Parse(same.Output)!["gained"]!);
    }
}
