using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;

namespace Hir.Cli.Studies;

/// <summary>What came of one run of a study.</summary>
/// <param name="Run">Which one.</param>
/// <param name="Evaluations">Of versions 0, 1, ….</param>
/// <param name="Samples">Outputs that were sampled for training.</param>
/// <param name="LearnerTokens">Output tokens that the learner trained on, each as often as it was.</param>
/// <param name="SuccessRates">The share of right ones among them, iteration by iteration.</param>
/// <param name="WrongInstructionAccuracy">The last version's, where it was asked for a wrong answer; null where that was not tried.</param>
/// <param name="Seconds">Wall-clock time.</param>
internal sealed record StudyRunResult(
    StudyRun Run, IReadOnlyList<EvaluationFile> Evaluations, long Samples, long LearnerTokens, IReadOnlyList<double> SuccessRates,
    double? WrongInstructionAccuracy, double Seconds)
{
    /// <summary>What the last model scores when it is asked for each level of phi, the top first; empty where it was not asked.</summary>
    public IReadOnlyList<LevelScore> Levels { get; init; } = [];

    /// <summary>In a few words.</summary>
    public string Shown => string.Create(
        CultureInfo.InvariantCulture,
        $"{100 * Evaluations[0].Accuracy:0.0} % -> {100 * Evaluations[^1].Accuracy:0.0} % in {ProgressLine.Duration(Seconds)}");

    public static StudyRunResult Read(StudyRun run, RunFolder folder)
    {
        IReadOnlyList<JsonObject> lines = new MetricsFile(folder.Metrics).Read();
        JsonObject[] sampled = [.. lines.Where(l => (string?)l["event"] == "samples")];
        IReadOnlyList<EvaluationFile> evaluations = EvaluationFile.ReadAll(folder);
        string wrong = folder.WrongEvaluation(evaluations.Count - 1);
        return new StudyRunResult(
            run,
            evaluations,
            sampled.Sum(l => (long)l["samples"]!),
            lines.Where(l => l["step"] is not null).Sum(l => (long)l["tokens"]!),
            [.. sampled.Select(l => (double)l["success_rate"]!)],
            File.Exists(wrong) ? EvaluationFile.Read(wrong).Accuracy : null,
            RunRecord.Read(folder)!.Seconds);
    }

    /// <summary>Accuracy of a version on a task, or over all tasks where none is named.</summary>
    public double Accuracy(string? task, Index version) =>
        task is null ? Evaluations[version].Accuracy : Evaluations[version].Tasks.First(t => t.Task == task).Accuracy;
}
