using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Demos;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Cli.Studies;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Shards;
using Hir.Shared.Tasks;
using Spectre.Console;

namespace Hir.Cli.Commands;

/// <summary>`hir demo`: a whole run of the shipped base model, beside final-answer RL from the same start with the same budget.</summary>
internal static class DemoCommand
{
    private static readonly Option<string?> Out = new("--out") { Description = "the run's folder itself (default: runs/demo-TIME)" };
    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "a setting laid over examples/demo.yaml, such as --set iterations=2 (with --graded: over graded.yaml and steering.yaml); can be repeated",
    };
    private static readonly Option<bool> Resume = new("--resume") { Description = "continue a demo that was stopped" };

    private static readonly Option<bool> Graded = new("--graded")
    {
        Description = "the second scene: near-misses that teach where right answers are rare, and a model that is asked for a level",
    };

    public static Command Create()
    {
        var command = new Command("demo", """
            Improves the shipped base model by hindsight relabeling, on CPU, in minutes; then the same start and budget with FARL, to compare.

            Examples:
              hir demo
              hir demo --out runs/mine --seed 2
              hir demo --graded
            """) { Out, Set, Resume, Graded };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        string started = terminal.Time.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var run = new RunFolder(parsed.GetValue(Out) ?? Path.Combine("runs", "demo-" + started));
        DemoRun[] runs = parsed.GetValue(Graded) ? GradedRuns(parsed, run) : FirstRuns(parsed, run);
        if (!await DemoRun.AllAsync(runs, parsed.GetValue(Resume), terminal, cancellationToken))
        {
            terminal.Warn($"interrupted; what was done is saved. Continue with: {ResumeCommand(parsed, run)}");
            return ExitCode.Interrupted;
        }

        if (parsed.GetValue(Graded))
        {
            GradedScene.Print(
                runs[0], runs[1], runs[2], await LevelScore.AllOfAsync(runs[2].Folder, terminal.Time, cancellationToken), terminal);
        }
        else
        {
            Print(runs[0].Folder, runs[1].Folder, runs[0].Plan, terminal);
        }

        return ExitCode.Done;
    }

    private static DemoRun[] FirstRuns(ParseResult parsed, RunFolder run)
    {
        RunPlan hir = Plan(parsed, "demo.yaml", "demo", "objective.kind=hir");
        return
        [
            new DemoRun(run, hir, $"hindsight instruction relabeling, {hir.Config.Iterations} iterations, into {run.Path}"),
            new DemoRun(
                Within(run, "farl"), Plan(parsed, "demo.yaml", "demo-farl", "objective.kind=farl"),
                "FARL, the same start and budget, correct outputs only"),
        ];
    }

    private static DemoRun[] GradedRuns(ParseResult parsed, RunFolder run)
    {
        RunPlan graded = Plan(parsed, "graded.yaml", "demo");
        return
        [
            new DemoRun(
                run, graded,
                $"graded hindsight from a base that is hardly ever right, {graded.Config.Iterations} iterations, into {run.Path}"),
            new DemoRun(
                Within(run, "farl"), Plan(parsed, "graded.yaml", "demo-farl", RareSuccessStudy.Farl),
                "FARL, the same start and budget, correct outputs only"),
            new DemoRun(
                Within(run, "steering"), Plan(parsed, "steering.yaml", "demo-steering"),
                "a model that can be asked for a level of the score"),
        ];
    }

    private static RunFolder Within(RunFolder run, string name) => new(Path.Combine(run.Path, name));

    // A resumed run must be given the same settings.
    internal static string ResumeCommand(ParseResult parsed, RunFolder run)
    {
        var words = new List<string> { "hir demo --out", run.Path, "--resume" };
        if (parsed.GetValue(Graded)) words.Add("--graded");
        foreach (string assignment in parsed.GetValue(Set) ?? []) words.Add("--set '" + assignment + "'");
        if (parsed.GetValue(CommonOptions.Seed) is { } seed) words.Add(string.Create(CultureInfo.InvariantCulture, $"--seed {seed}"));
        if (parsed.GetValue(CommonOptions.Threads) is { } threads)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"--threads {threads}"));
        if (parsed.GetValue(CommonOptions.Device) is { } device) words.Add("--device " + device);
        return string.Join(' ', words);
    }

    private static RunPlan Plan(ParseResult parsed, string example, string name, params string[] settings)
    {
        ConfigSource source = ConfigSource.Load(Path.Combine(AppContext.BaseDirectory, "examples", example));
        foreach (string assignment in parsed.GetValue(Set) ?? []) source.Set(assignment);
        foreach (string assignment in settings) source.Set(assignment);
        source.Set("name", name, "demo");
        if (parsed.GetValue(CommonOptions.Seed) is { } seed) source.Set("seed", seed.ToString(CultureInfo.InvariantCulture), "--seed");
        if (parsed.GetValue(CommonOptions.Threads) is { } threads)
            source.Set("threads", threads.ToString(CultureInfo.InvariantCulture), "--threads");
        if (parsed.GetValue(CommonOptions.Device) is { } device) source.Set("device", device, "--device");
        return RunStart.Plan(source);
    }

    private static void Print(RunFolder hir, RunFolder farl, RunPlan plan, Terminal terminal)
    {
        RunSummary ours = RunSummary.Read(hir);
        RunSummary theirs = RunSummary.Read(farl);
        ShowExample(hir, "A success, relabeled", success: true, terminal);
        ShowExample(hir, "A failure, relabeled", success: false, terminal);

        var table = new Table().Border(TableBorder.Simple).Title("Accuracy on held-out queries, greedy, with 95 % intervals")
            .AddColumn("task").AddColumn("best constant").AddColumn("before").AddColumn("after FARL").AddColumn("after HIR")
                .AddColumn("HIR, by iteration");
        var tasks = new JsonObject();
        foreach (TaskSet set in plan.Evaluation)
        {
            TaskAccuracy before = Of(ours.Evaluations[0], set);
            TaskAccuracy afterHir = Of(ours.Evaluations[^1], set);
            TaskAccuracy afterFarl = Of(theirs.Evaluations[^1], set);
            (string answer, double constant) = ConstantAnswer.Best(set);
            table.AddRow(
                set.Name, Markup.Escape($"{RunSummary.Percent(constant)} ({Cut(answer)})"),
                RunSummary.Shown(before), RunSummary.Shown(afterFarl), RunSummary.Shown(afterHir),
                RunSummary.Sparkline(ours.Evaluations.Select(e => Of(e, set).Accuracy)));
            tasks[set.Name] = new JsonObject
            {
                ["n"] = before.Count,
                ["best_constant"] = constant,
                ["before"] = before.Accuracy,
                ["farl"] = afterFarl.Accuracy,
                ["hir"] = afterHir.Accuracy,
                ["hir_interval"] = new JsonArray(afterHir.Low, afterHir.High),
            };
        }

        terminal.Result(table);
        terminal.Result(string.Create(
            CultureInfo.InvariantCulture,
            $"HIR {ProgressLine.Duration(ours.Seconds)}, FARL {ProgressLine.Duration(theirs.Seconds)}; "
                + $"sampler and learner log-probabilities differ by at most {ours.LogprobGap:0.0e+0}; "
                + $"shards took {100 * ours.ShardSeconds / ours.Seconds:0.00} % of the time"));
        terminal.Result($"run: {hir.Path}");
        JsonObject result = ours.ToJson();
        result["tasks"] = tasks;
        result["farl"] = theirs.ToJson();
        terminal.ResultJson(result);
    }

    private static void ShowExample(RunFolder run, string title, bool success, Terminal terminal)
    {
        ShardRow? row = ShardReader.ReadFolder(run.RelabeledOf(0)).Rows.FirstOrDefault(r => r.IsSuccess == success);
        if (row is null) return;
        terminal.Result(title);
        terminal.Result($"  asked     {row.Instruction}");
        terminal.Result($"  query     {row.Query.Replace("\n", "\n            ", StringComparison.Ordinal)}");
        terminal.Result($"  output    {row.Output}   (right: {row.Target})");
        terminal.Result($"  relabeled {row.RelabeledInstruction}");
        terminal.Result("");
    }

    private static TaskAccuracy Of(EvaluationFile file, TaskSet set) => file.Tasks.First(t => t.Task == set.Name);

    private static string Cut(string answer) => answer.Length <= 12 ? answer : answer[..12] + "…";
}
