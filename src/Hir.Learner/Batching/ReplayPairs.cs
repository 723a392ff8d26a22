using Hir.Shared.Pairs;

namespace Hir.Learner.Batching;

/// <summary>The pairs that were selected, and what became of the other rows.</summary>
/// <param name="Pairs">The pairs.</param>
/// <param name="Rows">Rows that were looked at.</param>
/// <param name="OutsideWindow">Rows left out because their iteration is older than the window.</param>
/// <param name="Unlabeled">Rows left out because they have no relabeled instruction (for SFT: no target, for PPO and GRPO: no score).</param>
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
    int Successes);
