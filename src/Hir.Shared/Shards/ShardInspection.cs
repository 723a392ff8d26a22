namespace Hir.Shared.Shards;

/// <summary>What a folder of shards holds.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Settings">The resolved sampling settings, name to value.</param>
/// <param name="Columns">The columns of its first file, in order.</param>
/// <param name="Tasks">A summary of each task, in the order in which they first occur.</param>
/// <param name="Bytes">The bytes of its files, without the manifest.</param>
public sealed record ShardInspection(
    string Path,
    ShardManifest Manifest,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<string> Columns,
    IReadOnlyList<ShardTaskSummary> Tasks,
    long Bytes);

/// <summary>What a folder of shards holds of one task.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Queries">How many distinct queries.</param>
/// <param name="Scored">How many rows have a score.</param>
/// <param name="Failed">How many rows could not be scored.</param>
/// <param name="TimedOut">How many rows took too long to score.</param>
/// <param name="MeanScore">The mean of the scores, or null without any.</param>
/// <param name="MeanOutputTokens">The mean number of output tokens.</param>
/// <param name="CutOff">How many outputs reached the limit of new tokens.</param>
/// <param name="Successes">How many relabeled rows are successes.</param>
public sealed record ShardTaskSummary(
    string Task,
    long Rows,
    long Queries,
    long Scored,
    long Failed,
    long TimedOut,
    double? MeanScore,
    double MeanOutputTokens,
    long CutOff,
    long Successes);
