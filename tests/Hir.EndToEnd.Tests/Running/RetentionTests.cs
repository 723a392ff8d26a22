using Hir.Cli.Running;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

[Collection(TinyModelCollection.Name)]
public sealed class RetentionTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, false, 0, new[] { 0, 9 })]
    [InlineData(1, true, 0, new[] { 0, 3, 9 })] // the earlier of two equally good ones
    [InlineData(3, false, 4, new[] { 0, 4, 7, 8, 9 })]
    [InlineData(2, true, 5, new[] { 0, 3, 5, 8, 9 })]
    public void Kept_OfTenVersions_AreTheFirstTheLastTheBestAndEveryNth(int last, bool best, int every, int[] kept)
    {
        RunFolder run = Finished([.1, .2, .2, .9, .3, .9, .1, .1, .1, .5], iterations: 9);

        Assert.Equal(kept, Of(run, last, best, every, iterations: 9).Kept([.. Enumerable.Range(0, 10)]).Order());
    }

    [Fact]
    public void Kept_EvaluationThatCannotBeRead_IsEverything()
    {
        RunFolder run = Finished([.1, .2, .3, .4], iterations: 3);
        File.WriteAllText(run.Evaluation(1), "{");

        Assert.Equal([0, 1, 2, 3], Of(run, 1, true, 0, iterations: 3).Kept([0, 1, 2, 3]).Order());
        Assert.Equal([0, 3], Of(run, 1, false, 0, iterations: 3).Kept([0, 1, 2, 3]).Order());
    }

    [Fact]
    public void Kept_WhereTheSamplerIsBehind_HasWhatItStillNeeds()
    {
        // Version 3 was evaluated and its iteration is not relabeled; the learner is at 6.
        RunFolder run = Finished([.1, .2, .3, .4], iterations: 3);

        Assert.Equal([0, 2, 3, 4, 5, 6], Of(run, 1, false, 0, iterations: 8).Kept([.. Enumerable.Range(0, 7)]).Order());
    }

    [Fact]
    public void KeptCheckpoints_AreTheNewestAndTheLastOfEachKeptVersion()
    {
        RunFolder run = Finished([.1, .2, .2, .9, .3, .1], iterations: 5);
        Record(run, 6).Write(run);

        // Version 3 is published from the last checkpoint of iteration 2.
        Assert.Equal(
            [false, false, false, true, false, true, true],
            Of(run, 1, true, 0, iterations: 5).KeptCheckpoints([0, 1, 2, 2, 3, 4, 4]));
        Assert.Equal([false, true, true], Of(run, 0, true, 0, iterations: 5).KeptCheckpoints([0, 1, 2]));
    }

    [Fact]
    public void Apply_VersionThatIsOpen_StaysUntilItIsClosed()
    {
        RunFolder run = Finished([.1, .2, .3, .4], iterations: 3);
        Record(run, 4).Write(run);
        for (int version = 0; version < 4; version++)
        {
            Directory.CreateDirectory(run.Model(version));
            File.WriteAllText(Path.Combine(run.Model(version), "model.safetensors"), "x");
        }

        Directory.CreateDirectory(Path.Combine(run.Models, "old-v000077")); // of a deletion that was cut off
        using (ModelInUse.Mark(run.Model(1)))
        {
            Of(run, 1, false, 0, iterations: 3).Apply();
            Assert.Equal(["v000000", "v000001", "v000003"], Names(run));
            Of(run, 1, false, 0, iterations: 3).Apply();
        }

        Of(run, 1, false, 0, iterations: 3).Apply();
        Assert.Equal(["v000000", "v000003"], Names(run));
        Assert.Equal(["0", "1", "2", "3"], RunRecord.Read(run)!.Models.Keys);
    }

    [Fact]
    public void Run_KeepLastOne_DeletesOthersAndGoesOnToTheSameModel()
    {
        string config = model.Configure(_folder, iterations: 5);
        HirProgram.Run("run", config, "--out", _folder.File("whole")).Succeeded();
        string[] few = ["--set", "retention.keep_last=1", "--set", "retention.keep_best=false"];

        HirResult result = HirProgram.Run(["run", config, "--out", _folder.File("few"), "--set", "iterations=4", .. few]).Succeeded();

        var run = new RunFolder(_folder.File("few"));
        Assert.Contains("model version 1: deleted, as retention says", result.Error, StringComparison.Ordinal);
        Assert.Equal(["v000000", "v000004"], Names(run));
        Assert.Equal(["0", "1", "2", "3", "4"], RunRecord.Read(run)!.Models.Keys);
        HirProgram.Run("run", config, "--out", _folder.File("no"), "--from", run.Path + "@2")
            .Refused("version 2 was published", RunRecord.Read(run)!.FingerprintOf(2)!, "has been deleted since", "it still has 0, 4");
        HirProgram.Run("run", config, "--out", _folder.File("no"), "--set", "retention.keep_last=-1").Refused("retention.keep_last: -1 is not allowed");

        HirProgram.Run(["run", config, "--out", run.Path, "--resume", .. few]).Succeeded();

        Assert.Equal(RunRecord.Read(new RunFolder(_folder.File("whole")))!.Models, RunRecord.Read(run)!.Models);
        Assert.Equal(["v000000", "v000005"], Names(run));
    }

    private static string[] Names(RunFolder run) => [.. Directory.GetDirectories(run.Models).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    private static Retention Of(RunFolder run, int last, bool best, int every, int iterations) =>
        new(run, new RetentionSection { KeepLast = last, KeepBest = best, KeepEvery = every }, iterations, _ => { });

    private static RunRecord Record(RunFolder run, int versions) => new()
    {
        Name = "r",
        State = "running",
        Created = DateTimeOffset.UnixEpoch,
        ConfigSha256 = "",
        DataSha256 = "",
        Models = Enumerable.Range(0, versions).ToDictionary(v => $"{v}", v => $"fingerprint {v} {run.Path.Length}"),
    };

    /// <summary>The evaluations of a run, and as many relabeled iterations.</summary>
    private RunFolder Finished(double[] accuracies, int iterations)
    {
        var run = new RunFolder(_folder.File("made"));
        Directory.CreateDirectory(run.Evaluations);
        for (int i = 0; i < accuracies.Length; i++)
            File.WriteAllText(run.Evaluation(i), FormattableString.Invariant($"{{\"accuracy\": {accuracies[i]}, \"tasks\": {{}}}}"));
        for (int i = 0; i < iterations; i++)
        {
            Directory.CreateDirectory(run.RelabeledOf(i));
            File.WriteAllText(Path.Combine(run.RelabeledOf(i), "manifest.json"), "{}");
        }

        return run;
    }
}
