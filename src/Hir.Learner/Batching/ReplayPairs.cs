using Hir.Shared.Pairs;

namespace Hir.Learner.Batching;

/// <summary>The pairs that were selected, and what became of the other rows.</summary>
/// <param name="Pairs">The pairs.</param>
/// <param name="Rows">Rows that were looked at.</param>
/// <param name="OutsideWindow">Rows left out because their iteration is older than the window.</param>
/// <param name="Unlabeled">Rows left out because they have no relabeled instruction (for SFT: no target, for PPO and GRPO: no
/// score).</param>
/// <param name="Empty">Rows left out because the output has no token.</param>
/// <param name="Unfinished">Rows left out because a wrong output did not end by itself.</param>
/// <param name="Repeated">Rows left out because a newer one has the same query and output.</param>
/// <param name="Successes">Pairs whose output is a success.</param>
public sealed record ReplayPairs(
    IReadOnlyList<TrainingPair> Pairs,
    int Rows,
    int OutsideWindow,
    int Unlabeled,
    int Empty,
    int Unfinished,
    int Repeated,
    int Successes)
{
    /// <summary>Rows left out because newer ones of the same query are as many as are allowed.</summary>
    public int OverCap { get; init; }

    /// <summary>Rows left out because their task has weight 0.</summary>
    public int Unweighted { get; init; }

    /// <summary>Why rows were left out, with the names of metrics, and how many; reasons without rows too. They and the pairs add up to the
    /// rows.</summary>
    public IReadOnlyList<(string Reason, int Count)> LeftOut =>
    [
        ("outside_window", OutsideWindow), ("unweighted", Unweighted), ("unlabeled", Unlabeled), ("empty", Empty),
        ("unfinished", Unfinished), ("repeated", Repeated), ("over_cap", OverCap),
    ];

    /// <summary>What was left out, in words, such as "3 repeated, 2 outside window"; "none" where nothing was.</summary>
    public string Described =>
        LeftOut.Where(l => l.Count > 0).ToArray() is { Length: > 0 } some
            ? string.Join(", ", some.Select(l => $"{l.Count} {l.Reason.Replace('_', ' ')}"))
            : "none";
}
