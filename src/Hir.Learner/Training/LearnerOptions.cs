using Hir.Shared;
using Hir.Shared.Configuration;

namespace Hir.Learner.Training;

/// <summary>Everything that training is told.</summary>
public sealed record LearnerOptions
{
    /// <summary>What is minimised. Default: the recipe (exclusion contrast, alpha 0.3, beta 0.001, no label smoothing).</summary>
    public ObjectiveSection Objective { get; init; } = new();

    /// <summary>How it is minimised. Default: 50 steps of 80 pairs, 80 % of them successes, AdamW at 5e-4, clipping at 1.</summary>
    public TrainingSection Training { get; init; } = new();

    /// <summary>The seed of batches and dropout.</summary>
    public long Seed { get; init; }

    /// <summary>Threads of one operation; 0 leaves libtorch's own choice.</summary>
    public int Threads { get; init; }

    /// <summary>cpu, cuda, cuda:N or auto.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Checks everything.</summary>
    /// <exception cref="InputException">Lists every value that is out of its range.</exception>
    public void Validate()
    {
        List<string> problems = [
            .. Objective.Problems().Select(p => $"objective.{p.Key}: {p.Problem}"),
            .. Training.Problems().Select(p => $"training.{p.Key}: {p.Problem}"),
        ];
        if (Threads < 0) problems.Add($"threads: {Threads} is not allowed: 0 (libtorch's choice) or more");
        if (!DeviceName.IsValid(Device)) problems.Add($"device: '{Device}' is not a device: cpu, cuda, cuda:N or auto");
        if (problems.Count > 0) throw new InputException(problems);
    }
}
