namespace Hir.Shared.Tasks;

/// <summary>A named list of examples, after the split and the limit of its specification were applied.</summary>
/// <param name="Name">The name in shards, metrics and reports.</param>
/// <param name="Examples">The examples in their order; never empty.</param>
public sealed record TaskSet(string Name, IReadOnlyList<TaskExample> Examples);
