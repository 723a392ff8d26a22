using System.Text.Json.Nodes;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;

namespace Hir.Cli.Running.Collapse;

/// <summary>Collects the signs of a run's iterations from its metrics and evaluations.</summary>
internal static class RunSigns
{
    /// <summary>The signs of iterations 0 to <paramref name="last"/>, as far as they were recorded.</summary>
    public static IReadOnlyList<IterationSigns> Read(RunFolder run, ObjectiveKind objective, int last)
    {
        IReadOnlyList<JsonObject> lines = new MetricsFile(run.Metrics).Read();
        // What only hindsight relabeling trains against says nothing of the others.
        bool isHir = objective == ObjectiveKind.Hir;
        return [.. Enumerable.Range(0, last + 1).Select(iteration =>
        {
            JsonObject? samples = Line("samples", iteration);
            return new IterationSigns(iteration)
            {
                SampledSuccess = Number(samples, "success_rate"),
                SuccessByTask = samples?["success_rates"] is JsonObject rates
                    ? rates.Where(r => r.Value is not null).ToDictionary(r => r.Key, r => (double)r.Value!)
                    : new Dictionary<string, double>(),
                Accuracy = AccuracyIn(run.Evaluation(iteration)),
                WrongInstructionAccuracy = isHir ? AccuracyIn(run.WrongEvaluation(iteration)) : null,
                WrongProbability = isHir ? Number(samples, "wrong_probability") : null,
                Entropy = Number(samples, "entropy"),
                Duplicates = Number(samples, "duplicates"),
                LargestOutput = Number(samples, "largest_output"),
                OutputTokens = Number(samples, "output_tokens"),
                WrongPairs = isHir ? Number(Line("iteration", iteration - 1), "wrong_share") : null,
            };
        })];

        JsonObject? Line(string name, int iteration) =>
            lines.LastOrDefault(l => (string?)l["event"] == name && (int?)l["iteration"] == iteration);
    }

    /// <summary>Every warning that a run recorded, in order.</summary>
    public static IReadOnlyList<JsonObject> Warnings(IEnumerable<JsonObject> lines) =>
        [.. lines.Where(l => (string?)l["event"] == "warning")];

    private static double? Number(JsonObject? line, string name) => (double?)line?[name];

    private static double? AccuracyIn(string path) => File.Exists(path) ? EvaluationFile.Read(path).Accuracy : null;
}
