using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Benchmarks;
using Hir.Cli.Running;
using Spectre.Console;

namespace Hir.Cli.Studies;

/// <summary>A study's result with a method a row: how the mean over its tasks and seeds went, and the signs of a collapse.</summary>
internal sealed class MethodTable(Study study, IReadOnlyList<StudyRunResult> results) : IBenchmarkResult
{
    public Table ToTable()
    {
        Table table = new Table().Border(TableBorder.Simple)
            .Title($"Accuracy on held-out queries, greedy, %: mean over {study.Seeds} seeds and its 95 % interval")
            .AddColumn("method").AddColumn("by iteration").AddColumn("before").AddColumn("after").AddColumn("each seed")
            .AddColumn("asked for a wrong answer").AddColumn("right samples, first and last").AddColumn("seconds");
        foreach (IGrouping<StudyMethod, StudyRunResult> method in results.GroupBy(r => r.Run.Method))
        {
            StudyRunResult[] runs = [.. method];
            int versions = runs.Min(r => r.Evaluations.Count);
            table.AddRow(
                Markup.Escape(method.Key.Name),
                RunSummary.Sparkline(Enumerable.Range(0, versions).Select(v => runs.Average(r => r.Evaluations[v].Accuracy))),
                new SeedStatistics([.. runs.Select(r => r.Accuracy(null, 0))]).Shown,
                new SeedStatistics([.. runs.Select(r => r.Accuracy(null, ^1))]).Shown,
                string.Join(' ', runs.Select(r => Percent(r.Accuracy(null, ^1)))),
                runs.All(r => r.WrongInstructionAccuracy is not null) ? Percent(runs.Average(r => r.WrongInstructionAccuracy!.Value)) : "",
                $"{Percent(runs.Average(r => r.SuccessRates[0]))} -> {Percent(runs.Average(r => r.SuccessRates[^1]))}",
                runs.Average(r => r.Seconds).ToString("0", CultureInfo.InvariantCulture));
        }

        return table;
    }

    public JsonObject ToJson() => StudyTable.Json(study, results);

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
}
