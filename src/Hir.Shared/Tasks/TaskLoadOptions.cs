namespace Hir.Shared.Tasks;

/// <summary>How a task specification is read.</summary>
public sealed record TaskLoadOptions
{
    /// <summary>A folder whose *.jsonl files are tasks by their names too, or null.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The seed of the split. The same seed must serve training and evaluation, or held-out queries are trained on.</summary>
    public long Seed { get; init; }

    /// <summary>The split of entries that name none.</summary>
    public TaskSplit DefaultSplit { get; init; } = TaskSplit.All;
}
