using System.Diagnostics;
using System.Text.Json.Nodes;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

/// <summary>A run that takes the samples of another one.</summary>
[Collection(TinyModelCollection.Name)]
public sealed class ReplayTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Replayed_GivesTheSameModelsFromTheSameShardsAndEvaluates()
    {
        string config = model.Configure(_folder);
        HirProgram.Run("run", config, "--out", _folder.File("first"), "--seed", "7").Succeeded();

        // What it would sample with these settings is something else: that its models are the same says that it did not.
        HirProgram.Run(
            "run", config, "--out", _folder.File("again"), "--seed", "7", "--replay", _folder.File("first"), "--set", "sampling.temperature=0.3",
            "--set", "sampling.queries=5").Succeeded();

        RunFolder first = Folder("first"), again = Folder("again");
        Assert.Equal(RunRecord.Read(first)!.Models, RunRecord.Read(again)!.Models);
        Assert.Equal(Bytes(first), Bytes(again));
        Assert.Equal(File.ReadAllBytes(first.Evaluation(2)), File.ReadAllBytes(again.Evaluation(2)));
        Assert.Equal([null, null], Samples(first).Select(l => (bool?)l["replayed"]));
        Assert.Equal([true, true], Samples(again).Select(l => (bool?)l["replayed"]));

        static string[] Bytes(RunFolder run) =>
        [
            .. Directory.GetFiles(run.Shards, "*", SearchOption.AllDirectories).Concat(Directory.GetFiles(run.Relabeled, "*", SearchOption.AllDirectories)).Order()
                .Select(p => Path.GetRelativePath(run.Path, p) + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(p)))),
        ];
    }

    [Fact]
    public void Resume_ReplayWithRetentionKilledWithin_EndsAsTheRecordedRun()
    {
        string config = model.Configure(_folder, iterations: 3);
        HirProgram.Run("run", config, "--out", _folder.File("first")).Succeeded();
        string[] replay = ["--replay", _folder.File("first"), "--set", "retention.keep_last=1", "--set", "retention.keep_best=false"];
        using (Process process = HirProgram.Start(null, ["run", config, "--out", _folder.File("cut"), .. replay]))
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            string sign = Folder("cut").Model(2);
            Assert.True(SpinWait.SpinUntil(() => Directory.Exists(sign) || process.HasExited, TimeSpan.FromMinutes(2)));
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        HirProgram.Run(["run", config, "--out", _folder.File("cut"), "--resume", .. replay]).Succeeded();

        Assert.Equal(RunRecord.Read(Folder("first"))!.Models, RunRecord.Read(Folder("cut"))!.Models);
        Assert.Equal(3, Samples(Folder("cut")).Count());
        Assert.Equal(["v000000", "v000003"], Directory.GetDirectories(Folder("cut").Models).Select(p => Path.GetFileName(p)).Order());
    }

    [Fact]
    public void Run_ReplayedWithAnotherObjective_TrainsOnSamplesOfTheRecordedModels()
    {
        string config = model.Configure(_folder);
        HirProgram.Run("run", config, "--out", _folder.File("first")).Succeeded();

        File.AppendAllText(config, $"\nobjective: {{ kind: sft }}\n");
        File.WriteAllText(config, File.ReadAllText(config).Replace("replay: {", "replay: { run: first,", StringComparison.Ordinal));
        HirProgram.Run("run", config, "--out", _folder.File("other")).Succeeded();

        RunRecord first = RunRecord.Read(Folder("first"))!, other = RunRecord.Read(Folder("other"))!;
        Assert.Equal(first.FingerprintOf(0), other.FingerprintOf(0));
        Assert.NotEqual(first.FingerprintOf(1), other.FingerprintOf(1));
        // The second iteration's samples are not of this run's weights, so the two engines cannot be compared by them.
        int[] compared = [.. new MetricsFile(Folder("other").Metrics).Read().Where(l => (string?)l["event"] == "logprobs").Select(l => (int)l["iteration"]!)];
        Assert.Equal([0], compared);
        Assert.Contains($"run: \"{_folder.File("first")}\"", File.ReadAllText(Folder("other").Config), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ReplayOfWhatIsNotThere_IsRefusedBeforeAnythingIsWritten()
    {
        string config = model.Configure(_folder, iterations: 1);
        HirProgram.Run("run", config, "--out", _folder.File("first")).Succeeded();

        HirProgram.Run("run", config, "--out", _folder.File("no"), "--replay", _folder.File("nothing")).Refused("replay.run", "holds no run");
        HirProgram.Run("run", config, "--out", _folder.File("no"), "--replay", _folder.File("first"), "--set", "iterations=2", "--set", "prompt.template=\"{query} {instruction}\"")
            .Refused("no complete shards of iteration 1", "set iterations to 1 or less", "were rendered with the template");
        HirProgram.Run("learn", "--model", model.Path, "--shards", _folder.File("first", "shards"), "--out", _folder.File("no"), "--set", "replay.run=first")
            .Refused("replay.run", "--shards");
        Assert.False(Directory.Exists(_folder.File("no")));
    }

    private static IEnumerable<JsonObject> Samples(RunFolder run) => new MetricsFile(run.Metrics).Read().Where(l => (string?)l["event"] == "samples");

    private RunFolder Folder(string name) => new(_folder.File(name));
}
