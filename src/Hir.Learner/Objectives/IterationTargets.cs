using Hir.Shared.Pairs;

namespace Hir.Learner.Objectives;

/// <summary>What is computed once for the pairs of an iteration, before its first step, and held fixed.</summary>
internal sealed class IterationTargets
{
    private readonly Dictionary<TrainingPair, PairTargets> _pairs = new(ReferenceEqualityComparer.Instance);

    /// <summary>The numbers of a pair.</summary>
    public PairTargets this[TrainingPair pair]
    {
        get => _pairs[pair];
        set => _pairs[pair] = value;
    }
}

/// <summary>Numbers of one pair, one a token of its output; what the objective does not need is empty.</summary>
internal sealed record PairTargets
{
    /// <summary>a_t, the start model's log-probabilities.</summary>
    public IReadOnlyList<float> Start { get; init; } = [];

    /// <summary>A_t.</summary>
    public IReadOnlyList<float> Advantages { get; init; } = [];

    /// <summary>V_0, the values at the iteration's start.</summary>
    public IReadOnlyList<float> Values { get; init; } = [];

    /// <summary>G_t = A_t + V_0, before whitening.</summary>
    public IReadOnlyList<float> Returns { get; init; } = [];
}
