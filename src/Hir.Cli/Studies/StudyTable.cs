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
        table.AddRow(["by iteration", "", .. _methods.Select(Curve), .. Blank]);
        table.AddRow(["sampled outputs", "", .. _methods.Select(m => Of(m).Average(r => r.Samples).ToString("N0", CultureInfo.InvariantCulture)), .. Blank]);
        table.AddRow(["learner tokens", "", .. _methods.Select(m => Of(m).Average(r => r.LearnerTokens).ToString("N0", CultureInfo.InvariantCulture)), .. Blank]);
        table.AddRow(["seconds", "", .. _methods.Select(m => Of(m).Average(r => r.Seconds).ToString("N0", CultureInfo.InvariantCulture)), .. Blank]);
        return table;
    }

    public JsonObject ToJson() => Json(study, results);

    /// <summary>Every run, for programs.</summary>
    public static JsonObject Json(Study study, IReadOnlyList<StudyRunResult> results) => new()
    {
        ["bench"] = study.Name,
        ["seeds"] = study.Seeds,
        ["runs"] = new JsonArray([.. results.Select(r => new JsonObject
        {
            ["method"] = r.Run.Method.Name,
            ["seed"] = r.Run.Seed,
            ["accuracy"] = new JsonArray([.. r.Evaluations.Select(e => (JsonNode)e.Accuracy)]),
            ["tasks"] = new JsonObject(
                r.Evaluations[^1].Tasks.Select(t => KeyValuePair.Create<string, JsonNode?>(t.Task, t.Accuracy))),
            ["wrong_instruction_accuracy"] = r.WrongInstructionAccuracy,
            ["success_rates"] = new JsonArray([.. r.SuccessRates.Select(s => (JsonNode)s)]),
            ["levels"] = new JsonArray([.. r.Levels.Select(l => l.ToJson())]),
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

    private string Curve(StudyMethod method)
    {
        StudyRunResult[] runs = [.. Of(method)];
        int versions = runs.Min(r => r.Evaluations.Count);
        return RunSummary.Sparkline(Enumerable.Range(0, versions).Select(v => runs.Average(r => r.Evaluations[v].Accuracy)));
    }
}
