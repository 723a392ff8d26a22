using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Sampler.Engines;
using Hir.Sampler.Evaluation;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;
using Hir.Shared.Prompts;
using Hir.Shared.Tasks;
using Hir.Shared.Tokenization;
using Spectre.Console;

namespace Hir.Cli.Commands;

/// <summary>`hir eval`: greedy accuracy through the sampler alone.</summary>
internal static class EvalCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "a model folder" };
    private static readonly Option<string?> Tasks =
        new("--tasks") { Description = "task specification, such as word_sorting@test or mine.jsonl" };
    private static readonly Option<string?> Out =
        new("--out") { Description = "the JSON file to write; predictions go to a subfolder beside it" };
    private static readonly Option<string[]> Compare = new("--compare")
    {
        Description = "instead of evaluating: two files that --out wrote, compared query by query (McNemar's exact test)",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string?> Instruction = AskingOptions.Instruction();
    private static readonly Option<string> Template = AskingOptions.Template();
    private static readonly ScoringOptions Scoring =
        new("the feedback function; an output is right from the score 1 (default: exact_match)");
    private static readonly Option<int> MaxNewTokens = new("--max-new-tokens")
    {
        Description = "tokens at most an output",
        DefaultValueFactory = _ => 64,
    };
    private static readonly Option<int> BatchSize = new("--batch-size")
    {
        Description = "sequences that are decoded together",
        DefaultValueFactory = _ => 64,
    };

    public static Command Create()
    {
        var command = new Command("eval", """
            Measures greedy accuracy per task, with Wilson's 95 % interval, and keeps every prediction.

            Examples:
              hir eval --model data/base --tasks word_sorting@test,object_counting@test:200 --out result.json
              hir eval --compare before.json after.json
            """) { Model, Tasks, Out, Compare, Instruction, Template, MaxNewTokens, BatchSize, VariantOption.Variant };
        Scoring.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        if (parsed.GetValue(Compare) is [var first, var second]) return ShowComparison(first, second, terminal);
        RoleOptions.Require(parsed, Model, Tasks, Out);
        // What has no score counts as wrong, so no share of it ends an evaluation.
        ScoringConfig config = Scoring.Read(parsed);
        FeedbackSection scoring = config.Feedback with { MaxFailureRate = 1 };
        string instruction = AskingOptions.InstructionOf(parsed, Instruction, config);
        IReadOnlyList<TaskSet> tasks = TaskCatalog.Load(
            parsed.GetValue(Tasks)!, new TaskLoadOptions { Seed = CommonOptions.SeedOf(parsed) });
        await using IFeedbackPool feedback = ScoringOptions.Create(scoring, tasks, parsed);
        ModelFolder model = ModelFolder.Open(parsed.GetValue(Model)!);
        Tokenizer tokenizer = Tokenizer.Load(model.Path);
        PromptTemplate template = AskingOptions.Resolve(parsed.GetValue(Template)!, model, tokenizer, terminal);
        using ISequenceEngine engine = EngineChoice.OpenOrt(model, parsed, terminal);
        EvaluationResult result = await new Evaluator(engine, tokenizer, feedback, terminal.Time).EvaluateAsync(
            tasks,
            new EvaluationPlan
            {
                Instruction = instruction,
                ModelFingerprint = model.Fingerprint,
                ModelVersion = model.Manifest?.ModelVersion,
                Variant = parsed.GetValue(VariantOption.Variant),
                MaxNewTokens = parsed.GetValue(MaxNewTokens),
                BatchSize = parsed.GetValue(BatchSize),
                Template = template,
                TokenizerSha256 = TokenizerDigest.Of(model.Path),
            },
            EngineChoice.Progress(terminal, "evaluating", "queries"),
            cancellationToken);
        string path = parsed.GetValue(Out)!;
        result.Save(path);

        var table = new Table().Border(TableBorder.Simple).AddColumn("task").AddColumn("accuracy, 95 % interval");
        foreach (Running.TaskAccuracy task in EvaluationFile.Read(path).Tasks)
            table.AddRow(Markup.Escape(task.Task), RunSummary.Shown(task));
        table.AddRow("mean", RunSummary.Percent(result.Accuracy));
        terminal.Result(table);
        int unscored = result.Tasks.Values.Sum(t => t.Unscored);
        if (unscored > 0) terminal.Warn($"{unscored} outputs could not be scored and count as wrong; the predictions say why");
        terminal.Result($"{path}, predictions in {EvaluationResult.PredictionsPath(path)}");
        terminal.ResultJson(JsonNode.Parse(result.ToJson())!.AsObject());
        return ExitCode.Done;
    }

    private static int ShowComparison(string first, string second, Terminal terminal)
    {
        const int Shown = 10;
        PairedComparison c = PairedComparison.OfFiles(first, second);
        foreach (string difference in EvaluationFile.AskedDifferently(first, second)) terminal.Warn(difference);
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn("both right").AddColumn("only the first").AddColumn("only the second").AddColumn("neither").AddColumn("p, McNemar");
        table.AddRow(
            [.. new[] { c.BothRight, c.Lost, c.Gained, c.BothWrong }.Select(n => n.ToString(CultureInfo.InvariantCulture)),
             c.PValue < 0.0001 ? "< 0.0001" : c.PValue.ToString("0.0000", CultureInfo.InvariantCulture)]);
        terminal.Result(table);
        foreach ((Prediction a, Prediction b) in c.Flipped.Take(Shown))
        {
            terminal.Result($"{a.Task} {a.QueryId}: {(b.Correct ? "gained" : "lost")}   {a.Output}  ->  {b.Output}   (right: {a.Target})");
        }

        if (c.Flipped.Count > Shown) terminal.Result($"… and {c.Flipped.Count - Shown} more; --json lists them all");
        terminal.ResultJson(new JsonObject
        {
            ["both_right"] = c.BothRight,
            ["lost"] = c.Lost,
            ["gained"] = c.Gained,
            ["both_wrong"] = c.BothWrong,
            ["p_value"] = c.PValue,
            ["flipped"] = new JsonArray([.. c.Flipped.Select(f => (JsonNode)new JsonObject
            {
                ["task"] = f.First.Task,
                ["query_id"] = f.First.QueryId,
                ["query"] = f.First.Query,
                ["target"] = f.First.Target,
                ["first"] = f.First.Output,
                ["second"] = f.Second.Output,
                ["gained"] = f.Second.Correct,
            })]),
        });
        return ExitCode.Done;
    }
}
