using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Running.Collapse;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Spectre.Console;

namespace Hir.Cli.Running;

/// <summary>What came of a run: accuracy before and after, and where its time went.</summary>
internal sealed class RunSummary
{
    private readonly RunFolder _run;
    private readonly RunRecord _record;
    private readonly IReadOnlyList<JsonObject> _lines;

    private RunSummary(RunFolder run, RunRecord record)
    {
        _run = run;
        _record = record;
        _lines = new MetricsFile(run.Metrics).Read();
        Evaluations = EvaluationFile.ReadAll(run);
    }

    /// <summary>Evaluations of versions 0, 1, ….</summary>
    public IReadOnlyList<EvaluationFile> Evaluations { get; }

    /// <summary>The largest difference of a log-probability between sampler and learner, or null when none was measured.</summary>
    public double? LogprobGap => _lines.Select(l => (double?)l["logprob_gap_max"]).Max();

    /// <summary>The quantized variant that sampled, or null for full precision.</summary>
    public string? Variant => _lines.Select(l => (string?)l["event"] == "logprobs" ? (string?)l["variant"] : null).LastOrDefault(v => v is not null);

    /// <summary>The warnings of collapse, the last of each kind with the iterations that showed it.</summary>
    public IReadOnlyList<(string Kind, string Message, int[] Iterations)> Warnings =>
    [
        .. RunSigns.Warnings(_lines).GroupBy(l => (string)l["kind"]!)
            .Select(g => (g.Key, (string)g.Last()["message"]!, g.Select(l => (int)l["iteration"]!).ToArray())),
    ];

    /// <summary>Seconds spent on writing and reading shards, both roles.</summary>
    public double ShardSeconds => _lines.Sum(l => (double?)l["shard_seconds"] ?? 0);

    /// <summary>The version with the best accuracy; null before the run has ended.</summary>
    public int? BestVersion => _record.BestVersion;

    /// <summary>Wall-clock seconds of the run.</summary>
    public double Seconds => _record.Seconds;

    public static RunSummary Read(RunFolder run) =>
        new(run, RunRecord.Read(run) ?? throw new Shared.InputException($"{run.Path}: holds no run; give the folder of a run"));

    public void Print(Terminal terminal)
    {
        if (Evaluations.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn("task").AddColumn("before").AddColumn("after")
                .AddColumn("accuracy, iteration by iteration");
            EvaluationFile first = Evaluations[0];
            EvaluationFile last = Evaluations[^1];
            foreach (TaskAccuracy before in first.Tasks)
            {
                TaskAccuracy after = last.Tasks.First(t => t.Task == before.Task);
                table.AddRow(
                    before.Task,
                    Shown(before),
                    Shown(after),
                    Sparkline(Evaluations.Select(e => e.Tasks.First(t => t.Task == before.Task).Accuracy)));
            }

            table.AddRow("mean", Percent(first.Accuracy), Percent(last.Accuracy), Sparkline(Evaluations.Select(e => e.Accuracy)));
            terminal.Result(table);
        }

        terminal.Result(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{ProgressLine.Duration(Seconds)}; shards were written and read in {ShardSeconds:0.000} s "
                    + $"({Share(ShardSeconds):0.00} % of it)"));
        if (LogprobGap is { } gap)
            terminal.Result(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"sampler{(Variant is { } variant ? $" ({variant})" : "")} and learner log-probabilities differ by at most {gap:0.0e+0}"));
        foreach ((_, string message, int[] iterations) in Warnings)
            terminal.Result($"warning (iteration {string.Join(", ", iterations)}): {message}");
        if (_record.BestVersion is { } best && best < Evaluations.Count)
            terminal.Result($"best version: {best} ({Percent(Evaluations[best].Accuracy)}), "
                + (Directory.Exists(_run.Model(best)) ? _run.Model(best) : "deleted since, as retention says"));
        terminal.Result($"run: {_run.Path}");
    }

    public JsonObject ToJson() => new()
    {
        ["run"] = _run.Path,
        ["state"] = _record.State,
        ["seconds"] = Seconds,
        ["shard_seconds"] = ShardSeconds,
        ["logprob_gap_max"] = LogprobGap,
        ["variant"] = Variant,
        ["best_version"] = _record.BestVersion,
        ["warnings"] = new JsonArray([.. Warnings.Select(w => new JsonObject
        {
            ["kind"] = w.Kind, ["message"] = w.Message, ["iterations"] = new JsonArray([.. w.Iterations.Select(i => JsonValue.Create(i))]),
        })]),
        ["accuracy"] = new JsonArray([.. Evaluations.Select(e => (JsonNode)e.Accuracy)]),
        ["tasks"] = Evaluations.Count == 0 ? null : new JsonObject(Evaluations[0].Tasks.Select(t => KeyValuePair.Create<string, JsonNode?>(
            t.Task, new JsonArray([.. Evaluations.Select(e => (JsonNode)e.Tasks.First(o => o.Task == t.Task).Accuracy)])))),
    };

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    public static string Shown(TaskAccuracy t) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * t.Accuracy:0.0} % ({100 * t.Low:0}-{100 * t.High:0}, n {t.Count})");

    /// <summary>A curve from 0 to 1 in one line of block characters.</summary>
    public static string Sparkline(IEnumerable<double> shares) =>
        new([.. shares.Select(s => "▁▂▃▄▅▆▇█"[Math.Clamp((int)(s * 8), 0, 7)])]);

    private double Share(double seconds) => Seconds > 0 ? 100 * seconds / Seconds : 0;
}
