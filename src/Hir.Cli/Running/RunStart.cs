using System.Security.Cryptography;
using Hir.Cli.Display;
using Hir.Export;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Shared.Prompts;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Running;

/// <summary>Makes a run folder, or takes up the run that is in it.</summary>
internal static class RunStart
{
    /// <summary>Reads the configuration, makes its paths absolute and checks all that it names.</summary>
    public static RunPlan Plan(ConfigSource source)
    {
        Presets.Apply<RunConfig>(source);
        RunConfig config = ConfigBinder.Bind<RunConfig>(source);
        config = config with
        {
            Name = config.Name ?? Path.GetFileNameWithoutExtension(source.Name),
            Model = source.PathAt("model", config.Model),
            Tasks = [.. config.Tasks.SelectMany(Split).Select(t => AbsoluteTask(t, source, "tasks"))],
            Feedback = config.Feedback.Resolve(source),
            Threads = config.Threads > 0 ? config.Threads : Environment.ProcessorCount,
        };
        config.Evaluation.Tasks = [.. config.Evaluation.Tasks.SelectMany(Split).Select(t => AbsoluteTask(t, source, "evaluation.tasks"))];
        config.Relabel = config.Relabel.Resolve(source, config.Feedback);
        if (config.Replay.Run is { } replayed) config.Replay.Run = source.PathAt("replay.run", replayed);
        Relabelers.Check(config.Relabel, config.Instructions.ToInstructions());
        ModelFolder.Open(config.Model);
        if (!Tokenizer.Exists(config.Model))
            throw new InputException($"{config.Model}: holds no tokenizer.json, which a run needs to read and write text; "
                + $"copy the model's tokenizer.json into it");
        // From here on the configuration holds the template's own text: it is what is recorded, and what the roles render.
        ResolvedPrompt prompt = PromptResolution.Resolve(config.Prompt.Template, config.Model, Tokenizer.Load(config.Model));
        config.Prompt.Template = prompt.Template.Text;
        InputException.ThrowIfAny(RecordedRun.Of(config)?.Problems(config, config.Prompt.Template) ?? []);
        return RunPlan.Load(config, prompt);

        static string[] Split(string spec) => spec.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Writes a new run's configuration, first model version and record.</summary>
    public static RunRecord Create(RunFolder run, RunPlan plan, Terminal terminal)
    {
        if (run.HoldsOtherThings())
            throw new InputException(
                $"{run.Path}: holds files already; choose another folder with --name or --out, or continue its run with --resume");
        foreach (string warning in plan.Prompt?.Warnings ?? []) terminal.Warn(warning);
        string yaml = ConfigBinder.ToYaml(plan.Config);
        // Version 0 of a start that was cut off is taken over, but only where it is of this very configuration.
        if (Directory.Exists(run.Model(0)) && !(File.Exists(run.Config) && File.ReadAllText(run.Config) == yaml))
        {
            throw new InputException(
                $"{run.Path}: a start with another configuration was cut off there and left {run.Model(0)}; delete the folder, "
                    + $"or choose another with --name or --out");
        }

        AtomicFile.Write(run.Config, yaml);
        if (!Directory.Exists(run.Model(0)))
        {
            terminal.Say($"publishing {plan.Config.Model} as version 0");
            using ModelInUse mark = ModelInUse.Mark(plan.Config.Model);
            CheckpointExporter.Export(plan.Config.Model, run.Model(0), variants: plan.Variants);
        }

        var record = new RunRecord
        {
            Name = plan.Config.Name!,
            State = ConfigNames.Of(RunState.Running),
            Created = terminal.Time.GetUtcNow(),
            ConfigSha256 = HashOf(yaml),
            DataSha256 = plan.DataSha256,
            TokenizerSha256 = TokenizerDigest.Of(run.Model(0)),
            Models = new Dictionary<string, string> { ["0"] = ModelFolder.Open(run.Model(0)).Fingerprint },
        };
        record.Write(run);
        return record;
    }

    /// <summary>Takes up a run: its data must be what they were, and its configuration too but for what <see cref="ResumeRules"/>
    /// allow; changes take effect and are recorded.</summary>
    public static RunRecord TakeUp(RunFolder run, RunRecord record, RunPlan plan, Terminal terminal)
    {
        if (!File.Exists(run.Config))
            throw new InputException(
                $"{run.Config}: is missing, so the run cannot go on as it began; restore the file, or start a new run in another folder");
        IReadOnlyList<ConfigChange> changes = ResumeRules.Changes(run, plan);
        var problems = new List<string>();
        // Where other queries are evaluated from now on, the recorded hash is of those that were, unless a cut off start has recorded it.
        bool isKnown = record.DataSha256 == plan.DataSha256 || (changes.Any(c => c.Key == "evaluation.queries")
            && record.DataSha256 == RunPlan.Load(ResumeRules.Recorded(run)).DataSha256);
        if (!isKnown)
        {
            problems.Add($"{run.Path}: the tasks' examples are not those that the run was started with; restore them, "
                + $"or start a new run in another folder");
        }

        problems.AddRange(record.TokenizerProblems(run.Model(0)));
        if (problems.Count > 0) throw new InputException(problems);
        DropMetricsOfUnfinishedWork(run, record);
        if (changes.Count == 0) return record;
        foreach (ConfigChange change in changes) terminal.Say($"resuming with a change: {change.Described}");
        string yaml = ConfigBinder.ToYaml(plan.Config);
        record = record.WithChanges(changes) with { Name = plan.Config.Name!, ConfigSha256 = HashOf(yaml), DataSha256 = plan.DataSha256 };
        // A stop between the two finds the changes in neither file or in the record alone, and makes them again.
        record.Write(run);
        AtomicFile.Write(run.Config, yaml);
        return record;
    }

    // Work that a stop cut off is done again, and so are its lines: none may count twice.
    private static void DropMetricsOfUnfinishedWork(RunFolder run, RunRecord record)
    {
        (_, int savedIteration, long savedSteps) = new CheckpointFolders(run.Checkpoints).Latest() ?? ("", -1, 0);
        new MetricsFile(run.Metrics).Trim(line =>
        {
            int iteration = (int?)line["iteration"] ?? -1;
            return (string?)line["role"] switch
            {
                "learner" => record.FingerprintOf(iteration + 1) is not null
                    || ((string?)line["event"] == "logprobs"
                        ? iteration <= savedIteration
                        : ((long?)line["step"] ?? long.MaxValue) <= savedSteps),
                // A run that ended by collapse has no relabeled shards of its last iteration, and makes none any more.
                "sampler" => iteration == record.StoppedAt
                    || ((string?)line["event"] == "samples"
                        ? ShardFolders.IsComplete(run.ShardsOf(iteration))
                        : ShardFolders.IsComplete(run.RelabeledOf(iteration))),
                _ => true,
            };
        });
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    // A specification is a name or a path, with @split and :limit behind it.
    private static string AbsoluteTask(string spec, ConfigSource source, string key) =>
        spec.Contains(".json", StringComparison.Ordinal) ? source.PathAt(key, spec) : spec;
}
