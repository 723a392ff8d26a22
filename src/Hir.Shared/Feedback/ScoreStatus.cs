namespace Hir.Shared.Feedback;

/// <summary>Whether an output has a score. In files: none, ok, failed, timeout.</summary>
public enum ScoreStatus
{
    /// <summary>Not scored yet, or nothing to score by.</summary>
    None,

    /// <summary>Scored.</summary>
    Ok,

    /// <summary>The feedback function failed on this output.</summary>
    Failed,

    /// <summary>The feedback function took longer than its time limit.</summary>
    Timeout,
}
