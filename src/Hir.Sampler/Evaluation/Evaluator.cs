using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Sampler.Sampling;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Feedback;
using Hir.Shared.Shards;
using Hir.Shared.Tasks;
using Hir.Shared.Tokenization;

namespace Hir.Sampler.Evaluation;

/// <summary>Greedy accuracy of a model on tasks: one output a query, temperature 0, scored by R.</summary>
/// <param name="engine">Runs the model; not disposed.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="feedback">R; not disposed.</param>
/// <param name="time">For rates; the system's clock by default.</param>
public sealed class Evaluator(ISequenceEngine engine, Tokenizer tokenizer, IFeedbackPool feedback, TimeProvider? time = null)
{
    /// <summary>Evaluates.</summary>
    /// <param name="tasks">The held-out queries; names are distinct.</param>
    /// <param name="plan">Instruction and limits.</param>
    /// <param name="progress">Called as queries are finished.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="InputException">No task, or two of one name, or a prompt is beyond the model's limits.</exception>
    public async ValueTask<EvaluationResult> EvaluateAsync(
        IReadOnlyList<TaskSet> tasks,
        EvaluationPlan plan,
        Action<DecodingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (tasks.Count == 0) throw new InputException("There is no task to evaluate on: name at least one.");
        string[] twice =
            [.. tasks.GroupBy(t => t.Name).Where(g => g.Count() > 1).Select(g => $"task {g.Key} is named twice: name each once.")];
        if (twice.Length > 0) throw new InputException(twice);

        SamplingPlan sampling = new()
        {
            Iteration = 0,
            Instruction = plan.Instruction,
            Settings = new SamplingSettings { Temperature = 0, MaxNewTokens = plan.MaxNewTokens, BatchSize = plan.BatchSize },
            ModelVersion = plan.ModelVersion ?? 0,
            ModelFingerprint = plan.ModelFingerprint,
            Template = plan.Template,
        };
        IReadOnlyList<ShardRow> rows =
            await new ShardSampler(engine, tokenizer, feedback, time)
                .SampleAsync(tasks, sampling, progress, cancellationToken).ConfigureAwait(false);
        Prediction[] predictions = [.. rows.Select(row => Predict(row, plan.CorrectFrom))];

        Dictionary<string, TaskAccuracy> byTask = new(StringComparer.Ordinal);
        int start = 0;
        foreach (TaskSet task in tasks)
        {
            byTask.Add(task.Name, Count(predictions.AsSpan(start, task.Examples.Count)));
            start += task.Examples.Count;
        }

        return new EvaluationResult(
            byTask.Values.Average(t => t.Accuracy), byTask, plan.ModelFingerprint, plan.ModelVersion, plan.Instruction, plan.MaxNewTokens,
            predictions)
        {
            PromptTemplate = plan.Template.Text,
            TokenizerSha256 = plan.TokenizerSha256,
        };
    }

    private static Prediction Predict(ShardRow row, double correctFrom) => new(
        row.Task, row.QueryId, row.Query, row.Target, row.Output, row.FinishReason, row.Score, Name(row.ScoreStatus),
        row.Score is double score && score >= correctFrom);

    private static TaskAccuracy Count(ReadOnlySpan<Prediction> predictions)
    {
        int correct = 0;
        int unscored = 0;
        foreach (Prediction prediction in predictions)
        {
            if (prediction.Correct) correct++;
            if (prediction.Score is null) unscored++;
        }

        (double low, double high) = WilsonInterval.Of(correct, predictions.Length);
        return new TaskAccuracy((double)correct / predictions.Length, predictions.Length, [low, high], correct, unscored);
    }

    private static string Name(ScoreStatus status) => status switch
    {
        ScoreStatus.None => "none",
        ScoreStatus.Ok => "ok",
        ScoreStatus.Failed => "failed",
        ScoreStatus.Timeout => "timeout",
        _ => throw new InvalidOperationException($"score status {status}"),
    };
}
