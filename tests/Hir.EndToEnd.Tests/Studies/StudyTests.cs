using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Studies;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Studies;

[Collection(TinyModelCollection.Name)]
public sealed class StudyTests(TinyModel tiny) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_TwoMethods_GivesEachSeedAndTheSameCommandRunsNothingAgain()
    {
        Study study = Of(new StudyMethod("robust"), new StudyMethod("farl, hot", "objective.kind=farl", "sampling.temperature=2"));

        IReadOnlyList<StudyRunResult> first = await RunAsync(study);
        IReadOnlyList<StudyRunResult> again = await RunAsync(study);

        Assert.Equal(["robust-seed0", "farl-hot-seed0", "robust-seed1", "farl-hot-seed1"], first.Select(r => r.Run.Name));
        Assert.All(first, r => Assert.Equal(16, r.Samples));
        Assert.All(first, r => Assert.Equal(2, r.Evaluations.Count));
        Assert.Equal(first.Select(r => r.Seconds), again.Select(r => r.Seconds));
        Assert.All(study.Runs, r => Assert.Equal(1, RunRecord.Read(new RunFolder(_folder.File("study", r.Name)))!.Attempts));
        string config = File.ReadAllText(_folder.File("study", "farl-hot-seed1", "config.yaml"));
        Assert.Contains("temperature: 2", config, StringComparison.Ordinal);
        Assert.Contains("seed: 1", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AMethodThatFails_IsLeftOutAndTheOthersAreDone()
    {
        Study study = Of(new StudyMethod("broken", "training.steps=-1"), new StudyMethod("robust")) with { Seeds = 1 };

        IReadOnlyList<StudyRunResult> results = await RunAsync(study);

        Assert.Equal("robust", Assert.Single(results).Run.Method.Name);
        JsonNode json = new StudyTable(study, results).ToJson();
        Assert.Equal("robust", (string)Assert.Single(json["runs"]!.AsArray())!["method"]!);
        new StudyTable(study, results).ToTable();
        new MethodTable(study, results).ToTable();
    }

    private Study Of(params StudyMethod[] methods) =>
        new() { Name = "test", Config = tiny.Configure(_folder, iterations: 1), Methods = methods, Seeds = 2 };

    private async Task<IReadOnlyList<StudyRunResult>> RunAsync(Study study)
    {
        using Terminal terminal = new(quiet: true, verbose: false, json: false, TimeProvider.System);
        return await new StudyRunner(_folder.File("study"), 2, terminal).RunAsync(study, CancellationToken.None);
    }
}
