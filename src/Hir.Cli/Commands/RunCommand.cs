using System.CommandLine;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;

namespace Hir.Cli.Commands;

/// <summary>`hir run`: a run as a configuration file says.</summary>
internal static class RunCommand
{
    private static readonly Argument<string> Config = new("CONFIG.yaml")
    {
        Description = "the run's configuration; examples/ has ready ones",
    };
    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "a setting laid over the file, such as --set training.steps=20; can be repeated",
    };
    private static readonly Option<string?> Name = new("--name") { Description = "the run's name; its folder is runs/NAME" };
    private static readonly Option<string?> Out = new("--out") { Description = "the run's folder itself" };
    private static readonly Option<string?> Preset = new("--preset")
    {
        Description = $"settings that lie beneath the file's own: {string.Join(", ", Presets.Names)}",
    };
    private static readonly Option<string?> From = new("--from")
    {
        Description = "RUN@ITERATION: fork; start from the model that this iteration of another run sampled with",
    };
    private static readonly Option<string?> Replay = new("--replay")
    {
        Description = "RUN: take the samples of this recorded run, iteration by iteration, instead of sampling (replay.run)",
    };
    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "continue the run in the folder, or start it where there is none; it can be given anew: " + ResumeRules.Described,
    };
    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "check everything, print the resolved configuration and the plan, do nothing",
    };

    public static Command Create()
    {
        var command = new Command("run", """
            Improves a model by hindsight relabeling: sample, score, relabel, learn, evaluate, again.

            Examples:
              hir run examples/tiny.yaml --name first
              hir run examples/tiny.yaml --set iterations=5 --set sampling.samples=4 --name second
              hir run examples/tiny.yaml --name first --resume
              hir run examples/tiny.yaml --preset paper --dry-run
              hir run examples/tiny.yaml --from runs/first@2 --name fork
              hir run examples/tiny.yaml --replay runs/first --set objective.kind=farl --name farl
            """) { Config, Set, Preset, Name, Out, From, Replay, Resume, DryRun };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        string file = parsed.GetValue(Config)!;
        ConfigSource source = ConfigSource.Load(file);
        foreach (string assignment in parsed.GetValue(Set) ?? []) source.Set(assignment);
        if (parsed.GetValue(CommonOptions.Seed) is { } seed)
            source.Set("seed", seed.ToString(System.Globalization.CultureInfo.InvariantCulture), "--seed");
        if (parsed.GetValue(CommonOptions.Device) is { } device) source.Set("device", device, "--device");
        if (parsed.GetValue(CommonOptions.Threads) is { } threads)
            source.Set("threads", threads.ToString(System.Globalization.CultureInfo.InvariantCulture), "--threads");
        if (parsed.GetValue(Preset) is { } preset) source.Set(Presets.Key, preset, Preset.Name);
        if (parsed.GetValue(Name) is { } name) source.Set("name", name, "--name");
        if (parsed.GetValue(From) is { } from) source.Set("model", System.Text.Json.JsonSerializer.Serialize(ForkedModel(from)), "--from");
        if (parsed.GetValue(Replay) is { } replay) source.Set("replay.run", System.Text.Json.JsonSerializer.Serialize(replay), Replay.Name);
        RunPlan plan = RunStart.Plan(source);
        var run = new RunFolder(parsed.GetValue(Out) ?? Path.Combine("runs", plan.Config.Name!));
        if (parsed.GetValue(DryRun))
        {
            foreach (string warning in plan.Prompt?.Warnings ?? []) terminal.Warn(warning);
            terminal.Result(ConfigBinder.ToYaml(plan.Config).TrimEnd());
            foreach (string line in PlanLines(plan, run)) terminal.Result("# " + line);
            terminal.ResultJson(new JsonObject
            {
                ["run"] = run.Path,
                ["config"] = ConfigBinder.ToJson(plan.Config),
                ["plan"] = new JsonArray([.. PlanLines(plan, run).Select(l => JsonValue.Create(l))]),
            });
            return ExitCode.Done;
        }

        RunState state = await new Supervisor(run, plan, terminal).RunAsync(parsed.GetValue(Resume), cancellationToken);
        if (state == RunState.Interrupted)
        {
            terminal.Warn($"interrupted; what was done is saved. Continue with: {Supervisor.ResumeCommand(run)}");
            return ExitCode.Interrupted;
        }

        RunSummary summary = RunSummary.Read(run);
        summary.Print(terminal);
        if (state == RunState.StoppedOnCollapse)
            terminal.Warn($"stopped before iteration {RunRecord.Read(run)!.StoppedAt} was learned from, because the run was collapsing. "
                + "All versions are kept; go on from the best one with other settings: "
                + $"hir run {file} --from {run.Path}@{summary.BestVersion}");
        terminal.ResultJson(summary.ToJson());
        return ExitCode.Done;
    }

    private static string ForkedModel(string from)
    {
        int at = from.LastIndexOf('@');
        if (at <= 0 || !int.TryParse(from.AsSpan(at + 1), System.Globalization.NumberStyles.None, null, out int iteration))
            throw new InputException($"--from {from}: write it as RUN@ITERATION, such as runs/first@2");
        var run = new RunFolder(from[..at]);
        RunRecord record = RunRecord.Read(run)
            ?? throw new InputException($"--from {from}: {run.Path} holds no run; `hir runs` lists them");
        string? fingerprint = record.FingerprintOf(iteration);
        if (fingerprint is not null && Directory.Exists(run.Model(iteration))) return run.Model(iteration);
        IEnumerable<int> versions = record.Models.Keys.Select(v => int.Parse(v, System.Globalization.CultureInfo.InvariantCulture));
        string there = string.Join(", ", versions.Where(v => Directory.Exists(run.Model(v))));
        throw new InputException(fingerprint is null
            ? $"--from {from}: the run has no model of iteration {iteration}; it has {there}"
            : $"--from {from}: version {iteration} was published (fingerprint {fingerprint}) and has been deleted since, "
                + $"as the run's retention settings say; it still has {there}");
    }

    private static IEnumerable<string> PlanLines(RunPlan plan, RunFolder run)
    {
        yield return $"run folder: {run.Path}";
        yield return $"preset: {plan.Config.Preset}" + (Presets.SettingsOf(plan.Config.Preset) is { Count: > 0 } settings
            ? ", which sets beneath the configuration's own keys: " + string.Join(", ", settings.Select(s => $"{s.Key} {s.Value}"))
            : "");
        yield return $"prompt template: {plan.Prompt?.Origin}";
        if (plan.Config.Replay.Run is { } replayed) yield return $"takes the samples of the recorded run {replayed}";
        if (plan.Config.Retention.KeepLast > 0)
            yield return $"keeps the first and the last {plan.Config.Retention.KeepLast} versions"
                + (plan.Config.Retention.KeepBest ? ", the best one" : "")
                + (plan.Config.Retention.KeepEvery > 0 ? $", every {plan.Config.Retention.KeepEvery}th one" : "");
        foreach (var set in plan.Training) yield return $"trains on {set.Name}: {set.Examples.Count} queries";
        foreach (var set in plan.Evaluation) yield return $"evaluates on {set.Name}: {set.Examples.Count} queries";
        int queries = plan.Training.Sum(
            t => plan.Config.Sampling.Queries == 0 ? t.Examples.Count : Math.Min(t.Examples.Count, plan.Config.Sampling.Queries));
        yield return $"{plan.Config.Iterations} iterations of {queries} queries x {plan.Config.Sampling.Samples} samples "
            + (plan.Config.Training.MaxEpochs > 0
                ? $"and {plan.Config.Training.Steps} steps, or {plan.Config.Training.MaxEpochs} epochs where that is less"
                : $"and {plan.Config.Training.Steps} steps");
    }
}
