using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Learner.Batching;
using Hir.Learner.Training;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Shared.Pairs;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Commands;

/// <summary>`hir learn`: the learner alone, on saved shards or plain pairs; with --follow the learning role of a run.</summary>
internal static class LearnCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "a model folder, or a checkpoint folder" };
    private static readonly Option<string[]> Shards = new("--shards")
    {
        Description = "folders of shards; one of a run takes all its iterations; can be repeated, "
            + "and of equal samples the last folder's count",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string?> Pairs = new("--pairs")
    {
        Description = "JSONL of prompts and outputs, with optional weight, contrast_prompt and is_success",
    };
    private static readonly Option<string?> Out = new("--out") { Description = "the model folder to write, with metrics.jsonl" };
    private static readonly Option<string?> Where = new("--where")
    {
        Description = "which rows of the shards, such as \"task = word_sorting and score >= 0.5\"; columns: "
            + string.Join(", ", RowFilter.Names),
    };
    private static readonly Option<string?> Config = new("--config")
    {
        Description = "YAML with the sections objective, training, replay, relabel, prompt, instructions",
    };
    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "a setting laid over it, such as --set training.steps=20; can be repeated",
    };

    private static readonly Option<string?> Template = Short("--template", AskingOptions.TemplateDescription);

    // Options that are short for a setting.
    private static readonly (Option<string?> Option, string Key)[] Settings =
    [
        (Template, "prompt.template"),
        (Short("--preset", $"settings that lie beneath all others: {string.Join(", ", Presets.Names)}"), Presets.Key),
        (Short("--objective", "hir, farl, sft, ppo or grpo"), "objective.kind"),
        (Short("--contrast", "none, batch, pair, exclusion or own_query"), "objective.contrast"),
        (Short("--contrast-smoothing", "smoothing of the pair contrast"), "objective.contrast_smoothing"),
        (Short("--exclusion-clamp", "the largest probability that exclusion pushes down"), "objective.exclusion_clamp"),
        (Short("--alpha", "weight of the contrastive term"), "objective.alpha"),
        (Short("--beta", "weight of the entropy term"), "objective.beta"),
        (Short("--kl", "weight of the divergence from the start model; 0 is off"), "objective.kl"),
        (Short("--clip", "how far ppo and grpo let a probability's ratio go from 1"), "objective.clip"),
        (Short("--baseline", "what ppo holds a score against: value or group"), "objective.baseline"),
        (Short("--batch-negatives", "prompts that the batch contrast takes; 0 is all"), "objective.batch_negatives"),
        (Short("--label-smoothing", "label smoothing of the supervised term"), "objective.label_smoothing"),
        (Short("--steps", "optimizer steps"), "training.steps"),
        (Short("--batch-size", "pairs a step"), "training.batch_size"),
        (Short("--lr", "learning rate"), "training.learning_rate"),
        (Short("--weight-decay", "decoupled weight decay"), "training.weight_decay"),
        (Short("--grad-clip", "largest norm of a gradient; 0 is off"), "training.grad_clip"),
        (Short("--shuffle", "true or false"), "training.shuffle"),
        (Short("--warmup-steps", "steps over which the learning rate rises"), "training.warmup_steps"),
        (Short("--dropout", "dropout; off by default"), "training.dropout"),
    ];

    public static Command Create()
    {
        var command = new Command("learn", """
            Trains a model on saved shards or plain pairs, and writes a model folder with metrics.jsonl.

            Examples:
              hir learn --model data/base --pairs pairs.jsonl --steps 100 --lr 1e-3 --out trained
              hir learn --model data/base --shards runs/first --where "iteration >= 1" --objective farl --out again
              hir learn --follow runs/first           the learning role of a run, by hand
            """) { Model, Shards, Pairs, Out, Where, Config, Set, RoleOptions.Follow, RoleOptions.Supervised };
        foreach ((Option<string?> option, _) in Settings) command.Options.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(RoleOptions.Follow) is { } followed)
        {
            return await RoleOptions.FollowAsync(parsed, followed, cancellationToken, (run, plan, progress, say, token) =>
                new LearnerRole(run, plan, progress, say, TimeProvider.System).RunAsync(token));
        }

        using Terminal terminal = CommonOptions.Terminal(parsed);
        RoleOptions.Require(parsed, Model, Out);
        string[] shards = parsed.GetValue(Shards) ?? [];
        string? pairsFile = parsed.GetValue(Pairs);
        if (shards.Length == 0 && pairsFile is null) throw new InputException("give --shards DIR… or --pairs FILE: what to train on");
        if (shards.Length > 0 && pairsFile is not null)
        {
            throw new InputException("--shards and --pairs were both given; train on one of them, leave the other out");
        }

        LearnConfig config = Bind(parsed, isPairs: pairsFile is not null);
        if (pairsFile is not null && config.Objective.IsOfPolicy)
        {
            throw new InputException(
                $"--objective {ConfigNames.Of(config.Objective.Kind)} needs scores and the sampler's log-probabilities, "
                + "which a pairs file has not: train on --shards, or with hir, farl or sft");
        }

        ModelInUse.MarkUntilExit(parsed.GetValue(Model)!);
        ModelFolder model = ModelFolder.Open(parsed.GetValue(Model)!);
        IReadOnlyList<TrainingPair> pairs = pairsFile is not null
            ? FromFile(model, pairsFile)
            : FromShards(parsed, model, shards, config, terminal);

        TrainerResult result = Trainer.Run(
            new TrainerRequest
            {
                Model = model,
                Pairs = pairs,
                OutputFolder = parsed.GetValue(Out)!,
                Options = new LearnerOptions
                {
                    Objective = config.Objective,
                    Training = config.Training,
                    Seed = CommonOptions.SeedOf(parsed),
                    Threads = CommonOptions.ThreadsOf(parsed),
                    Device = CommonOptions.DeviceOf(parsed),
                },
                OnStep = step => terminal.Report(new PhaseProgress(
                    "training", null, step.Step, step.Planned, "steps",
                    string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:0.0000}"))),
            },
            cancellationToken);
        IterationMetrics m = result.Metrics;
        terminal.Result(string.Create(
            CultureInfo.InvariantCulture,
            $"{m.Steps} steps on {m.Pairs} pairs in {m.Seconds:0.0} s ({m.TokensPerSecond:N0} tokens/s), "
                + $"loss {m.FirstLoss:0.0000} -> {m.LastLoss:0.0000}: {result.Model.Path}"));
        terminal.ResultJson(new JsonObject
        {
            ["out"] = result.Model.Path,
            ["model_fingerprint"] = result.Model.Fingerprint,
            ["steps"] = m.Steps,
            ["pairs"] = m.Pairs,
            ["first_loss"] = m.FirstLoss,
            ["last_loss"] = m.LastLoss,
            ["tokens_per_second"] = m.TokensPerSecond,
            ["update_share"] = m.UpdateShare,
        });
        return ExitCode.Done;
    }

    private static LearnConfig Bind(ParseResult parsed, bool isPairs)
    {
        ConfigSource source = parsed.GetValue(Config) is { } file
            ? ConfigSource.Load(file)
            : ConfigSource.Empty(Environment.CurrentDirectory);
        foreach (string assignment in parsed.GetValue(Set) ?? []) source.Set(assignment);
        foreach ((Option<string?> option, string key) in Settings)
        {
            // Quoted, since a template's braces mean something else to YAML.
            if (parsed.GetValue(option) is { } value)
                source.Set(key, option == Template ? JsonSerializer.Serialize(value) : value, option.Name);
        }

        Presets.Apply<LearnConfig>(source);
        if (isPairs)
        {
            // Pairs are taken as the file gives them, unless it is said otherwise: no objective of the run's, no balancing, no limit of
            // epochs.
            source.SetDefault("objective.kind", "sft");
            source.SetDefault("training.success_share", "0");
            source.SetDefault("training.max_epochs", "0");
        }

        LearnConfig config = ConfigBinder.Bind<LearnConfig>(source);
        return config with { Relabel = config.Relabel.Resolve(source) };
    }

    private static IReadOnlyList<TrainingPair> FromFile(ModelFolder model, string file)
    {
        Tokenizer? tokenizer = Tokenizer.Exists(model.Path) ? Tokenizer.Load(model.Path) : null;
        int end = OutputEnd.IdIn(model.Path, tokenizer);
        return [.. PairsFile.Read(file, tokenizer, end, model.Config.VocabSize).Select(l => l.Pair)];
    }

    private static IReadOnlyList<TrainingPair> FromShards(
        ParseResult parsed, ModelFolder model, string[] paths, LearnConfig config, Terminal terminal)
    {
        Instructions instructions = config.Instructions.ToInstructions();
        // What is trained on is asked in the words of phi.
        Instructions asked = config.Objective.Kind == ObjectiveKind.Sft
            ? instructions with { Correct = RelabelCatalog.Asks(config.Relabel, instructions).Wanted }
            : instructions;
        Tokenizer tokenizer = Tokenizer.Load(model.Path);
        PromptTemplate template = AskingOptions.Resolve(config.Prompt.Template, model, tokenizer, terminal);
        string tokenizerSha256 = TokenizerDigest.Of(model.Path);
        IReadOnlyList<ShardRow> kept = new TrainingRows(config, instructions, model, tokenizer, terminal)
            .Read(paths, parsed.GetValue(Where), shards => WarnOfOtherPrompts(
                shards, template, config.Prompt.Template != PromptResolution.Auto, tokenizerSha256, terminal));
        ReplayPairs selected = new ReplaySelection(tokenizer, template)
            .For(kept, config.Objective, config.Replay, asked, OutputEnd.IdIn(model.Path, tokenizer));
        terminal.Say($"{selected.Rows} rows: {selected.Pairs.Count} pairs ({selected.Successes} right); left out: {selected.Described}");
        return selected.Pairs;
    }

    private static void WarnOfOtherPrompts(
        ShardFolder shards, PromptTemplate template, bool isExplicit, string tokenizerSha256, Terminal terminal)
    {
        if (!isExplicit && SamplingRecord.OtherTemplate(shards.Settings, template) is { } other)
        {
            terminal.Warn($"{shards.Path}: its prompts were rendered with the template {JsonSerializer.Serialize(other, Json.Plain)}, "
                + $"and training renders them with {JsonSerializer.Serialize(template.Text, Json.Plain)}; choose one with --template");
        }

        if (SamplingRecord.IsOtherTokenizer(shards.Settings, tokenizerSha256))
        {
            terminal.Warn($"{shards.Path}: it was sampled with another tokenizer than that of --model; "
                + "its output token ids may mean other texts here");
        }
    }

    private static Option<string?> Short(string name, string description) => new(name) { Description = description };
}
