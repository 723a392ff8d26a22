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
        Relabelers.Check(config.Relabel, config.Instructions.ToInstructions());
        ModelFolder.Open(config.Model);
        if (!Tokenizer.Exists(config.Model))
            throw new InputException($"{config.Model}: holds no tokenizer.json, which a run needs to read and write text; "
                + $"copy the model's tokenizer.json into it");
        // From here on the configuration holds the template's own text: it is what is recorded, and what the roles render.
        ResolvedPrompt prompt = PromptResolution.Resolve(config.Prompt.Template, config.Model, Tokenizer.Load(config.Model));
        config.Prompt.Template = prompt.Template.Text;
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
            CheckpointExporter.Export(plan.Config.Model, run.Model(0));
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

    /// <summary>Takes up a run: its configuration and its data must be what they were.</summary>
    public static RunRecord TakeUp(RunFolder run, RunRecord record, RunPlan plan)
    {
        var problems = new List<string>();
        if (!File.Exists(run.Config))
            throw new InputException(
                $"{run.Config}: is missing, so the run cannot go on as it began; restore the file, or start a new run in another folder");
        string[] was = File.ReadAllLines(run.Config);
        string[] now = ConfigBinder.ToYaml(plan.Config).TrimEnd('\n').Split('\n');
        if (!was.SequenceEqual(now))
        {
            string changed = string.Join("; ", now.Except(was).Select(l => l.Trim()));
            problems.Add($"{run.Config}: the run was started with another configuration ({changed}); resume it with the same one, "
                + $"or start a new run in another folder");
        }
        else if (record.DataSha256 != plan.DataSha256)
        {
            problems.Add($"{run.Path}: the tasks' examples are not those that the run was started with; restore them, "
                + $"or start a new run in another folder");
        }

        problems.AddRange(record.TokenizerProblems(run.Model(0)));
        if (problems.Count > 0) throw new InputException(problems);
        DropMetricsOfUnfinishedWork(run, record);
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
                "sampler" =>
                    (string?)line["event"] == "samples"
                        ? ShardFolders.IsComplete(run.ShardsOf(iteration))
                        : ShardFolders.IsComplete(run.RelabeledOf(iteration)),
                _ => true,
            };
        });
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    // A specification is a name or a path, with @split and :limit behind it.
    private static string AbsoluteTask(string spec, ConfigSource source, string key) =>
        spec.Contains(".json", StringComparison.Ordinal) ? source.PathAt(key, spec) : spec;
}
