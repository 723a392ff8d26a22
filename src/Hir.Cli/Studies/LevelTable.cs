using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Benchmarks;
using Hir.Cli.Running;
using Spectre.Console;

namespace Hir.Cli.Studies;

/// <summary>A study's result where the last models were asked for levels: a level a row, with the mean score of the answers, in percent.</summary>
internal sealed class LevelTable(Study study, IReadOnlyList<StudyRunResult> results) : IBenchmarkResult
{
    public Table ToTable()
    {
        Table table = new Table().Border(TableBorder.Simple)
            .Title($"Mean score of answers to held-out queries, greedy, %, by what was asked: mean over {study.Seeds} seeds and its 95 % interval")
            .AddColumn("method").AddColumn("asked").AddColumn("mean score").AddColumn("each seed").AddColumn("right, each seed");
        foreach (IGrouping<StudyMethod, StudyRunResult> method in results.GroupBy(r => r.Run.Method))
        {
            for (int level = 0; level < method.First().Levels.Count; level++)
            {
                LevelScore[] scores = [.. method.Select(r => r.Levels[level])];
                table.AddRow(
                    Markup.Escape(method.Key.Name),
                    Markup.Escape(scores[0].Instruction),
                    new SeedStatistics([.. scores.Select(s => s.MeanScore)]).Shown,
                    Values(scores.Select(s => s.MeanScore)),
                    Values(scores.Select(s => s.Accuracy)));
            }
        }

        return table;
    }

    public JsonObject ToJson() => StudyTable.Json(study, results);

    private static string Values(IEnumerable<double> shares) =>
        string.Join(' ', shares.Select(s => (100 * s).ToString("0.0", CultureInfo.InvariantCulture)));
}
