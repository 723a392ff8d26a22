using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Sampler.Engines;
using Hir.Sampler.Sampling;
using Hir.Shared.Configuration;
using Hir.Shared.Decoding;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;
using Hir.Shared.Prompts;
using Hir.Shared.Shards;
using Hir.Shared.Tasks;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Commands;

/// <summary>`hir sample`: the sampler alone, into shards; with --follow the sampling role of a run.</summary>
internal static class SampleCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "a model folder" };
    private static readonly Option<string?> Tasks = new("--tasks")
    {
        Description = "task specification, such as word_sorting@train or mine.jsonl",
    };
    private static readonly Option<string?> Out = new("--out") { Description = "the folder of shards to write" };
    private static readonly Option<string?> Instruction = AskingOptions.Instruction();
    private static readonly Option<string> Template = AskingOptions.Template();
    private static readonly ScoringOptions Scoring = new("the feedback function, or none (default: exact_match)", allowsNone: true);
    private static readonly Option<string> Codec = new("--codec")
    {
        Description = "snappy, none, gzip or brotli",
        DefaultValueFactory = _ => "snappy",
    };
    private static readonly SamplingOptions Sampling = new();

    public static Command Create()
    {
        var command = new Command("sample", """
            Samples outputs for the queries of tasks and writes them to shards, with their scores.

            Examples:
              hir sample --model data/base --tasks word_sorting@train --out shards --samples 4
              hir sample --model data/base --tasks mine.jsonl --out shards --feedback numeric --set feedback.numeric.tolerance=0.5
              hir sample --follow runs/first          the sampling role of a run, by hand
            """) { Model, Tasks, Out, Instruction, Template, Codec, RoleOptions.Follow, RoleOptions.Supervised };
        Scoring.AddTo(command);
        Sampling.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(RoleOptions.Follow) is { } followed)
        {
            return await RoleOptions.FollowAsync(parsed, followed, cancellationToken, (run, plan, progress, say, token) =>
                new SamplerRole(run, plan, progress, say, TimeProvider.System).RunAsync(token));
        }

        using Terminal terminal = CommonOptions.Terminal(parsed);
        RoleOptions.Require(parsed, Model, Tasks, Out);
        AtomicFolder.RequireAbsent(parsed.GetValue(Out)!);
        ScoringConfig scoring = Scoring.Read(parsed);
        string instruction = AskingOptions.InstructionOf(parsed, Instruction, scoring);
        IReadOnlyList<TaskSet> tasks = TaskCatalog.Load(
            parsed.GetValue(Tasks)!, new TaskLoadOptions { Seed = CommonOptions.SeedOf(parsed) });
        ModelFolder model = ModelFolder.Open(parsed.GetValue(Model)!);
        Tokenizer tokenizer = Tokenizer.Load(model.Path);
        PromptTemplate template = AskingOptions.Resolve(parsed.GetValue(Template)!, model, tokenizer, terminal);
        SamplingSettings settings = Sampling.Read(parsed, model.Path);
        await using IFeedbackPool? feedback = Scoring.IsNone(parsed) ? null : ScoringOptions.Create(scoring.Feedback, tasks, parsed);
        ShardCodec codec = ShardOptions.CodecOf(parsed.GetValue(Codec)!, "--codec");
        using ISequenceEngine engine = EngineChoice.OpenOrt(model, parsed, terminal);
        var plan = new SamplingPlan
        {
            Iteration = 0,
            Instruction = instruction,
            Settings = settings,
            ModelVersion = model.Manifest?.ModelVersion ?? 0,
            ModelFingerprint = model.Fingerprint,
            Template = template,
        };
        IReadOnlyList<ShardRow> rows = await new ShardSampler(engine, tokenizer, feedback, terminal.Time)
            .SampleAsync(tasks, plan, EngineChoice.Progress(terminal, "sampling", "queries"), cancellationToken);
        ShardFolderWritten written = ShardWriter.WriteFolder(
            parsed.GetValue(Out)!, rows, Info(plan, tasks, model), new ShardOptions { Codec = codec });
        int right = rows.Count(r => r.Score is >= 1);
        terminal.Result(string.Create(CultureInfo.InvariantCulture, $"{rows.Count} samples, {right} right: {written.Path}")
            + ScoringFailures.Described(rows));
        terminal.ResultJson(
            new JsonObject { ["out"] = written.Path, ["samples"] = rows.Count, ["right"] = right, ["bytes"] = written.Bytes,
                ["model_fingerprint"] = model.Fingerprint });
        return ExitCode.Done;
    }

    private static ShardFolderInfo Info(SamplingPlan plan, IReadOnlyList<TaskSet> tasks, ModelFolder model) => new()
    {
        ModelVersion = plan.ModelVersion,
        ModelFingerprint = plan.ModelFingerprint,
        Seed = plan.Settings.Seed,
        DataSha256 = TaskData.Sha256(tasks),
        Settings = SamplingRecord.Of(plan.Settings, plan.Template, TokenizerDigest.Of(model.Path)),
    };
}
