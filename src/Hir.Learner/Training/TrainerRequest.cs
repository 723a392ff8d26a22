using Hir.Shared.Handoff;
using Hir.Shared.Pairs;

namespace Hir.Learner.Training;

/// <summary>Offline training: one iteration on given pairs.</summary>
public sealed record TrainerRequest
{
    /// <summary>The model to start from.</summary>
    public required ModelFolder Model { get; init; }

    /// <summary>What to train on: lines of a pairs file, or pairs selected from relabeled shards.</summary>
    public required IReadOnlyList<TrainingPair> Pairs { get; init; }

    /// <summary>How to train.</summary>
    public required LearnerOptions Options { get; init; }

    /// <summary>Where the trained model folder goes, with metrics.jsonl in it; it must not exist, or be empty.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Hears each step.</summary>
    public Action<StepMetrics>? OnStep { get; init; }
}
