using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Spectre.Console;

namespace Hir.Cli.Demos;

/// <summary>What the second scene of the demo shows: learning from near-misses beside FARL, and a model that gives what it is asked for.</summary>
internal static class GradedScene
{
    public static void Print(DemoRun graded, DemoRun farl, DemoRun steering, IReadOnlyList<LevelScore> levels, Terminal terminal)
    {
        RunSummary ours = RunSummary.Read(graded.Folder);
        RunSummary theirs = RunSummary.Read(farl.Folder);
        RunSummary steered = RunSummary.Read(steering.Folder);
        Table table = new Table().Border(TableBorder.Simple)
            .Title("From a base that is hardly ever right: accuracy on held-out queries, greedy, with 95 % intervals")
            .AddColumn("task").AddColumn("before").AddColumn("after FARL").AddColumn("after graded hindsight").AddColumn("graded, by iteration");
        foreach (TaskAccuracy before in ours.Evaluations[0].Tasks)
        {
            table.AddRow(
                before.Task, RunSummary.Shown(before), RunSummary.Shown(Of(theirs.Evaluations[^1], before.Task)),
                RunSummary.Shown(Of(ours.Evaluations[^1], before.Task)),
                RunSummary.Sparkline(ours.Evaluations.Select(e => Of(e, before.Task).Accuracy)));
        }

        terminal.Result(table);
        terminal.Result("Asked for a level: the mean score of the answers, in percent");
        terminal.Result(Chart(levels));
        terminal.Result(string.Create(
            CultureInfo.InvariantCulture,
            $"graded {ProgressLine.Duration(ours.Seconds)}, FARL {ProgressLine.Duration(theirs.Seconds)}, "
                + $"steering {ProgressLine.Duration(steered.Seconds)}"));
        terminal.Result($"run: {graded.Folder.Path}");
        JsonObject result = ours.ToJson();
        result["farl"] = theirs.ToJson();
        result["steering"] = steered.ToJson();
        result["levels"] = new JsonArray([.. levels.Select(l => l.ToJson())]);
        terminal.ResultJson(result);
    }

    // The lowest level first, so that the bars grow where the model obeys.
    private static BarChart Chart(IReadOnlyList<LevelScore> levels) => new BarChart().Width(100).WithMaxValue(100)
        .AddItems(levels.Reverse(), l => new BarChartItem(
            Markup.Escape(l.Instruction), Math.Round(100 * l.MeanScore, 1), l == levels[0] ? Color.Green : Color.Blue));

    private static TaskAccuracy Of(EvaluationFile file, string task) => file.Tasks.First(t => t.Task == task);
}
