using System.CommandLine;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Sampler.Engines;
using Hir.Sampler.Evaluation;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;
using Hir.Shared.Relabeling;
using Hir.Shared.Tasks;
using Hir.Shared.Tokenization;
using Spectre.Console;

namespace Hir.Cli.Commands;

/// <summary>`hir eval`: greedy accuracy through the sampler alone.</summary>
internal static class EvalCommand
{
    private static readonly Option<string> Model = new("--model") { Description = "a model folder", Required = true };
    private static readonly Option<string> Tasks = new("--tasks")
    {
        Description = "task specification, such as word_sorting@test or mine.jsonl",
        Required = true,
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "the JSON file to write; predictions go to a subfolder beside it",
        Required = true,
    };
    private static readonly Option<string> Instruction = new("--instruction")
    {
        Description = "the instruction to ask under",
        DefaultValueFactory = _ => Instructions.Default.Correct,
    };
    private static readonly Option<string> Template = new("--template")
    {
        Description = "how instruction and query become a prompt",
        DefaultValueFactory = _ => PromptTemplate.DefaultText,
    };
    private static readonly Option<string> Feedback = new("--feedback")
    {
        Description = "the feedback function",
        DefaultValueFactory = _ => ExactMatchFeedback.Name,
    };
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

            Example: hir eval --model data/base --tasks word_sorting@test,object_counting@test:200 --out result.json
            """) { Model, Tasks, Out, Instruction, Template, Feedback, MaxNewTokens, BatchSize };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        IReadOnlyList<TaskSet> tasks = TaskCatalog.Load(
            parsed.GetValue(Tasks)!, new TaskLoadOptions { Seed = CommonOptions.SeedOf(parsed) });
        ModelFolder model = ModelFolder.Open(parsed.GetValue(Model)!);
        Tokenizer tokenizer = Tokenizer.Load(model.Path);
        using ISequenceEngine engine = EngineChoice.OpenOrt(model, parsed, terminal);
        var feedback = new FeedbackRunner(
            FeedbackCatalog.Create(parsed.GetValue(Feedback)!), new FeedbackRunnerOptions { MaxFailureRate = 1 });
        EvaluationResult result = await new Evaluator(engine, tokenizer, feedback, terminal.Time).EvaluateAsync(
            tasks,
            new EvaluationPlan
            {
                Instruction = parsed.GetValue(Instruction)!,
                ModelFingerprint = model.Fingerprint,
                ModelVersion = model.Manifest?.ModelVersion,
                MaxNewTokens = parsed.GetValue(MaxNewTokens),
                BatchSize = parsed.GetValue(BatchSize),
                Template = new PromptTemplate(parsed.GetValue(Template)!),
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
}
