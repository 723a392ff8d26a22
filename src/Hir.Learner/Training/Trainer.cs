using Hir.Learner.Publishing;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;

namespace Hir.Learner.Training;

/// <summary>Plain offline training (`hir learn`): a model folder and pairs in, a model folder and metrics.jsonl out.</summary>
public static class Trainer
{
    /// <summary>The name of the file with a line for each step.</summary>
    public const string MetricsName = "metrics.jsonl";

    /// <summary>Trains and publishes. metrics.jsonl is there from the first step on, the model's files at the end, its manifest
    /// last.</summary>
    /// <returns>What training did, and the model folder.</returns>
    /// <exception cref="InputException">Options, model, pairs or output folder are not usable, or there is no pair to train on.</exception>
    /// <exception cref="TrainingFailedException">The loss is not finite; metrics.jsonl holds the steps before.</exception>
    public static TrainerResult Run(TrainerRequest request, CancellationToken cancellationToken = default)
    {
        string folder = Path.GetFullPath(request.OutputFolder);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new InputException($"{request.OutputFolder}: it exists already and is never overwritten. Choose another folder, or delete it first.");
        }

        using LearnerSession session = LearnerSession.Open(request.Model, request.Options);
        CreateFolder(folder, request.OutputFolder);
        MetricsFile metrics = new(Path.Combine(folder, MetricsName));
        IterationMetrics result = session.TrainIteration(
            0,
            request.Pairs,
            step =>
            {
                metrics.Append(step.ToJson());
                request.OnStep?.Invoke(step);
            },
            cancellationToken);
        if (result.StepsThisCall == 0)
        {
            Directory.Delete(folder, recursive: true);
            throw new InputException($"no step was done: {result.SkippedBecause}. Give pairs that the objective can train on.");
        }

        int? parent = request.Model.Manifest?.ModelVersion;
        string working = Path.Combine(folder, ".model");
        session.Publish(working, (parent ?? 0) + 1, parent);
        return new TrainerResult(result, PublishedFolder.MoveInto(working, folder));
    }

    private static void CreateFolder(string folder, string shown)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{shown}: the folder cannot be created ({e.Message}). Choose a folder that you may write to.", e);
        }
    }
}

/// <summary>What plain training made.</summary>
/// <param name="Metrics">What training did.</param>
/// <param name="Model">The trained model.</param>
public sealed record TrainerResult(IterationMetrics Metrics, ModelFolder Model);
