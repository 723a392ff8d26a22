using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Benchmarks;
using Hir.Cli.Running;
using Spectre.Console;

namespace Hir.Cli.Studies;

/// <summary>A study's result: tasks by methods, each cell the mean over the seeds with its 95 % interval, in percent.</summary>
internal sealed class StudyTable(Study study, IReadOnlyList<StudyRunResult> results) : IBenchmarkResult
{
    // A column for the model that all start from, then the methods that have a run.
    private readonly StudyMethod[] _methods = [.. study.Methods.Where(m => results.Any(r => r.Run.Method == m))];

    public Table ToTable()
    {
        Table table = new Table().Border(TableBorder.Simple)
            .Title($"Accuracy on held-out queries, greedy, %: mean over {study.Seeds} seeds and its 95 % interval")
            .AddColumn("task").AddColumn("before");
        foreach (StudyMethod method in _methods) table.AddColumn(method.Name);
        foreach ((string title, _) in study.Published) table.AddColumn(Markup.Escape(title));
        foreach (string task in Tasks) table.AddRow([task, .. Row(task)]);
        table.AddRow(["average", .. Row(null)]);
        table.AddRow(["each seed", "", .. _methods.Select(m => Values(Of(m).Select(r => r.Accuracy(null, ^1)))), .. Blank]);
        for (int level = 0; level < LevelCount; level++)
        {
            // Methods ask in words of their own, so that a level is named by its place.
            int asked = level;
            string name = asked == 0 ? "mean score, asked for the top" : string.Create(CultureInfo.InvariantCulture, $"asked for level {asked}");
            table.AddRow([name, "", .. _methods.Select(m => Scores(Of(m), asked)), .. Blank]);
        }

        table.AddRow(["by iteration", "", .. _methods.Select(Curve), .. Blank]);
        table.AddRow(["sampled success at first", "", .. _methods.Select(m => Of(m).Average(r => r.SampledSuccess).ToString("P2", CultureInfo.InvariantCulture)), .. Blank]);
        table.AddRow(["sampled outputs", "", .. _methods.Select(m => Of(m).Average(r => r.Samples).ToString("N0", CultureInfo.InvariantCulture)), .. Blank]);
        table.AddRow(["learner tokens", "", .. _methods.Select(m => Of(m).Average(r => r.LearnerTokens).ToString("N0", CultureInfo.InvariantCulture)), .. Blank]);
        table.AddRow(["seconds", "", .. _methods.Select(m => Of(m).Average(r => r.Seconds).ToString("N0", CultureInfo.InvariantCulture)), .. Blank]);
        return table;
    }

    public JsonObject ToJson() => new()
    {
        ["bench"] = study.Name,
        ["seeds"] = study.Seeds,
        ["runs"] = new JsonArray([.. results.Select(r => new JsonObject
        {
            ["method"] = r.Run.Method.Name,
            ["seed"] = r.Run.Seed,
            ["accuracy"] = new JsonArray([.. r.Evaluations.Select(e => (JsonNode)e.Accuracy)]),
            ["tasks"] = new JsonObject(Tasks.Select(t => KeyValuePair.Create<string, JsonNode?>(t, r.Accuracy(t, ^1)))),
            ["levels"] = new JsonArray([.. r.Levels.Select(l => l.ToJson())]),
            ["sampled_success"] = r.SampledSuccess,
            ["samples"] = r.Samples,
            ["learner_tokens"] = r.LearnerTokens,
            ["seconds"] = r.Seconds,
        })]),
    };

    private IEnumerable<string> Tasks => results.Count == 0 ? [] : results[0].Evaluations[0].Tasks.Select(t => t.Task);

    private IEnumerable<string> Blank => study.Published.Select(_ => "");

    private IEnumerable<StudyRunResult> Of(StudyMethod method) => results.Where(r => r.Run.Method == method);

    private IEnumerable<string> Row(string? task) =>
    [
        new SeedStatistics([.. results.GroupBy(r => r.Run.Seed).Select(seed => seed.First().Accuracy(task, 0))]).Shown,
        .. _methods.Select(m => new SeedStatistics([.. Of(m).Select(r => r.Accuracy(task, ^1))]).Shown),
        .. study.Published.Select(p => p.Percent.TryGetValue(task ?? "average", out double percent)
            ? percent.ToString("0.0", CultureInfo.InvariantCulture) : ""),
    ];

    private int LevelCount => results.Select(r => r.Levels.Count).DefaultIfEmpty().Max();

    private static string Scores(IEnumerable<StudyRunResult> runs, int level)
    {
        double[] scores = [.. runs.Where(r => level < r.Levels.Count).Select(r => r.Levels[level].MeanScore)];
        return scores.Length == 0 ? "" : $"{new SeedStatistics(scores).Shown} ({Values(scores)})";
    }

    private static string Values(IEnumerable<double> shares) =>
        string.Join(' ', shares.Select(s => (100 * s).ToString("0.0", CultureInfo.InvariantCulture)));

    private string Curve(StudyMethod method)
    {
        StudyRunResult[] runs = [.. Of(method)];
        int versions = runs.Min(r => r.Evaluations.Count);
        return RunSummary.Sparkline(Enumerable.Range(0, versions).Select(v => runs.Average(r => r.Evaluations[v].Accuracy)));
    }
}
