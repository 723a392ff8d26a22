using System.Diagnostics;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

[Collection(TinyModelCollection.Name)]
public sealed class ResumeTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shards/iteration-0000/manifest.json")] // sampled, not relabeled or learnt
    [InlineData("checkpoints")] // within or after the first training
    [InlineData("models/v000001/manifest.json")] // published, perhaps not recorded
    [InlineData("eval/iteration-0001.json")] // between evaluation and sampling
    public void Resume_AfterKillOfEverything_EndsAsTheUninterruptedRun(string killWhenThere)
    {
        string config = model.Configure(_folder);
        HirProgram.Run("run", config, "--out", _folder.File("whole")).Succeeded();

        using (Process process = HirProgram.Start(null, "run", config, "--out", _folder.File("cut")))
        {
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            string sign = Path.Combine(_folder.File("cut"), killWhenThere);
            Assert.True(SpinWait.SpinUntil(() => File.Exists(sign) || Directory.Exists(sign) || process.HasExited, TimeSpan.FromMinutes(2)));
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        HirProgram.Run("run", config, "--out", _folder.File("cut"), "--resume").Succeeded();

        Assert.Equal(Record("whole").Models, Record("cut").Models);
        Assert.Equal(Steps("whole"), Steps("cut"));
        Assert.Equal(Events("whole", "logprobs"), Events("cut", "logprobs"));
    }

    [Fact]
    public void Resume_StoppedBetweenCheckpointAndPublishing_KeepsStepsAndLogprobs()
    {
        string config = model.Configure(_folder, iterations: 1);
        HirProgram.Run("run", config, "--out", _folder.File("run")).Succeeded();
        RunRecord whole = Record("run");
        string[] steps = [.. Steps("run")];
        string gap = Assert.Single(Events("run", "logprobs"));
        // What a kill right after the checkpoint leaves: version 1 is neither published nor named.
        var run = new RunFolder(_folder.File("run"));
        (whole with { State = "running", Models = new Dictionary<string, string> { ["0"] = whole.FingerprintOf(0)! } }).Write(run);
        Directory.Delete(run.Model(1), recursive: true);
        File.Delete(run.Evaluation(1));

        HirProgram.Run("run", config, "--out", run.Path, "--resume").Succeeded();

        Assert.Equal(whole.Models, Record("run").Models);
        Assert.Equal(steps, Steps("run"));
        Assert.Equal(gap, Assert.Single(Events("run", "logprobs")));
    }

    [Fact]
    public void Resume_KilledSupervisorOnly_LeavesNoRoleWorking()
    {
        string config = model.Configure(_folder, iterations: 200);
        using Process process = HirProgram.Start(null, "run", config, "--out", _folder.File("run"));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        string sign = Path.Combine(_folder.File("run"), "shards", "iteration-0000", "manifest.json");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(sign), TimeSpan.FromMinutes(2)));
        int[] roles = Roles(_folder.File("run"));
        Assert.Equal(2, roles.Length);

        process.Kill(entireProcessTree: false);

        Assert.True(SpinWait.SpinUntil(() => Roles(_folder.File("run")).Length == 0, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Run_InterruptedByTheUser_SavesAndPrintsTheResumeCommand()
    {
        string config = model.Configure(_folder);
        using Process process = HirProgram.Start(null, "run", config, "--out", _folder.File("run"), "--seed", "3");
        process.BeginOutputReadLine();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string sign = Path.Combine(_folder.File("run"), "shards", "iteration-0000", "manifest.json");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(sign), TimeSpan.FromMinutes(2)));

        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 130, await error);
        string hint = Assert.Single((await error).Split('\n'), l => l.Contains("--resume", StringComparison.Ordinal));
        Assert.Equal("interrupted", Record("run").State);
        HirProgram.Run(hint[(hint.IndexOf("hir ", StringComparison.Ordinal) + 4)..].Split(' ')).Succeeded();
        Assert.Equal("done", Record("run").State);
    }

    [Fact]
    public async Task Resume_RoleOfAKilledSupervisorStillAtWork_WaitsForItsEnd()
    {
        string config = model.Configure(_folder, iterations: 1);
        HirProgram.Run("run", config, "--out", _folder.File("run")).Succeeded();
        FolderLock learner = FolderLock.Take(new RunFolder(_folder.File("run")).RoleLock("learn"), "learner");
        HirProgram.Run("learn", "--follow", _folder.File("run")).Refused("another");

        using Process process = HirProgram.Start(null, "run", config, "--out", _folder.File("run"), "--resume");
        string? line = await process.StandardError.ReadLineAsync();
        learner.Dispose();

        Assert.Contains("waiting", line, StringComparison.Ordinal);
        process.BeginOutputReadLine();
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Resume_CheckpointsLost_IsRefusedInsteadOfTrainingFromTheStart()
    {
        string config = model.Configure(_folder);
        HirProgram.Run("run", config, "--out", _folder.File("run")).Succeeded();
        var run = new RunFolder(_folder.File("run"));
        RunRecord record = Record("run");
        (record with { Models = record.Models.Where(m => m.Key != "2").ToDictionary() }).Write(run);
        Directory.Delete(run.Model(2), recursive: true);
        Directory.Delete(run.Checkpoints, recursive: true);

        HirProgram.Run("run", config, "--out", run.Path, "--resume").Refused("checkpoints", "version 1 is published");
    }

    [Fact]
    public void Run_StartWasCutOffBeforeItsRecord_IsTakenUpByTheSameConfigurationOnly()
    {
        string config = model.Configure(_folder, iterations: 1);
        var run = new RunFolder(_folder.File("run"));
        HirProgram.Run("run", config, "--out", run.Path).Succeeded();
        foreach (string path in (string[])[run.Shards, run.Relabeled, run.Checkpoints, run.Evaluations, run.Model(1), Path.Combine(run.Path, "logs")]) Directory.Delete(path, recursive: true);
        foreach (string file in Directory.GetFiles(run.Path).Where(f => f != run.Config)) File.Delete(file);
        File.WriteAllText(Path.Combine(run.Path, ".run.json.writing-0123"), "{");

        HirProgram.Run("run", config, "--out", run.Path, "--seed", "4").Refused("another configuration", run.Model(0));
        HirProgram.Run("run", config, "--out", run.Path, "--resume").Succeeded();
    }

    private RunRecord Record(string run) => RunRecord.Read(new RunFolder(_folder.File(run)))!;

    private IEnumerable<string> Events(string run, string name) =>
        new MetricsFile(new RunFolder(_folder.File(run)).Metrics).Read().Where(l => (string?)l["event"] == name).Select(l => l.ToJsonString());

    private IEnumerable<string> Steps(string run) => new MetricsFile(new RunFolder(_folder.File(run)).Metrics).Read().Where(l => l["step"] is not null).Select(l => l.ToJsonString());

    private static int[] Roles(string run) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(p => int.TryParse(Path.GetFileName(p), out int id) ? id : 0).Where(id => id > 0 && CommandLine(id).Contains("--follow\0" + run + "\0", StringComparison.Ordinal)),
    ];

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
