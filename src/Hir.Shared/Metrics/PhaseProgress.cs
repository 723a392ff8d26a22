namespace Hir.Shared.Metrics;

/// <summary>How far a piece of long work is.</summary>
/// <param name="Phase">What is being done, such as "sampling" or "training".</param>
/// <param name="Iteration">The run's iteration, or null outside a run.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Unit">What is counted, in the plural, such as "samples" or "steps".</param>
/// <param name="Detail">A few words more, such as a loss or a rate of tokens.</param>
public sealed record PhaseProgress(string Phase, int? Iteration, long Done, long Total, string Unit, string? Detail = null);
