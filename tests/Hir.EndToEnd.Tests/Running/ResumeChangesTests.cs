using Hir.Cli.Running;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

/// <summary>A run that is resumed with other settings than it was started with.</summary>
[Collection(TinyModelCollection.Name)]
public sealed class ResumeChangesTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resume_AllowedChanges_TakeEffectAndAreRecorded()
    {
        string config = model.Configure(_folder, iterations: 1);
        HirProgram.Run("run", config, "--out", _folder.File("whole"), "--set", "iterations=2").Succeeded();
        HirProgram.Run("run", config, "--out", _folder.File("run")).Succeeded();
        string[] changes = ["--set", "iterations=2", "--set", "evaluation.queries=4", "--set", "checkpoint_seconds=30", "--set", "retention.keep_last=3"];

        HirResult result = HirProgram.Run(["run", config, "--out", _folder.File("run"), "--resume", .. changes]).Succeeded();

        Assert.Contains("resuming with a change: iterations was 1 and is now 2", result.Error, StringComparison.Ordinal);
        RunRecord record = Record("run");
        Assert.Equal(Record("whole").Models, record.Models);
        Assert.Equal(
            [new(2, "iterations", "1", "2"), new(2, "checkpoint_seconds", "60", "30"), new(2, "evaluation.queries", "6", "4"),
                new RecordedChange(2, "retention.keep_last", "0", "3")],
            record.Changes);
        Assert.Equal([6, 6, 4], new[] { 0, 1, 2 }.Select(i => EvaluationFile.Read(new RunFolder(_folder.File("run")).Evaluation(i)).Tasks[0].Count));
        Assert.Contains("iterations: 2\n", File.ReadAllText(_folder.File("run", "config.yaml")), StringComparison.Ordinal);

        // From now on these are the run's settings.
        HirProgram.Run("run", config, "--out", _folder.File("run"), "--resume").Refused("iterations was 2 and is now 1", "not fewer");
        HirProgram.Run(["run", config, "--out", _folder.File("run"), "--resume", .. changes]).Succeeded();
        Assert.Equal(4, Record("run").Changes!.Count);
    }

    [Fact]
    public void Resume_OtherChanges_AreRefusedKeyByKeyAndNothingIsWritten()
    {
        string config = model.Configure(_folder, iterations: 1);
        HirProgram.Run("run", config, "--out", _folder.File("run")).Succeeded();
        string[] before = [File.ReadAllText(_folder.File("run", "run.json")), File.ReadAllText(_folder.File("run", "config.yaml"))];

        HirProgram.Run(
            "run", config, "--out", _folder.File("run"), "--resume", "--set", "training.steps=5", "--set", "sampling.top_p=0.5",
            "--set", "objective.kind=farl", "--set", "iterations=3", "--seed", "9")
            .Refused(
                "training.steps was 4 and is now 5", "sampling.top_p was 1 and is now 0.5", "objective.kind was \"hir\" and is now \"farl\"",
                "seed was 0 and is now 9", "iterations (more of them), threads");

        Assert.Equal(before, (string[])[File.ReadAllText(_folder.File("run", "run.json")), File.ReadAllText(_folder.File("run", "config.yaml"))]);
    }

    [Fact]
    public void Resume_CutOffBetweenRecordAndConfiguration_RecordsTheChangeOnce()
    {
        string config = model.Configure(_folder, iterations: 1);
        HirProgram.Run("run", config, "--out", _folder.File("run")).Succeeded();
        string yaml = File.ReadAllText(_folder.File("run", "config.yaml"));
        RunRecord before = Record("run");
        HirProgram.Run("run", config, "--out", _folder.File("run"), "--resume", "--set", "evaluation.queries=5").Succeeded();
        // As if the second start had ended before it wrote the configuration.
        var run = new RunFolder(_folder.File("run"));
        (Record("run") with { Attempts = before.Attempts }).Write(run);
        File.WriteAllText(run.Config, yaml);

        HirProgram.Run("run", config, "--out", run.Path, "--resume", "--set", "evaluation.queries=5").Succeeded();

        Assert.Equal([new RecordedChange(2, "evaluation.queries", "6", "5")], Record("run").Changes);
        Assert.Contains("queries: 5\n", File.ReadAllText(run.Config), StringComparison.Ordinal);
    }

    private RunRecord Record(string run) => RunRecord.Read(new RunFolder(_folder.File(run)))!;
}
