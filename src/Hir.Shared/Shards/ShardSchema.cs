using Hir.Shared.Feedback;

namespace Hir.Shared.Shards;

/// <summary>The columns of shards, in the order of the files. Adding one is allowed, renaming one is not (docs/formats.md).</summary>
internal static class ShardSchema
{
    /// <summary>The version that every shard and manifest records.</summary>
    public const int Version = 1;

    /// <summary>The key of the version in a file's metadata.</summary>
    public const string VersionKey = "hir.schema_version";

    /// <summary>What precedes the names of the sampling settings in a file's metadata.</summary>
    public const string SettingPrefix = "hir.";

    /// <summary>The columns of every shard.</summary>
    public static IReadOnlyList<ShardColumn> Plain { get; } =
    [
        ShardColumn.Text("sample_id", r => r.SampleId),
        ShardColumn.Int32("iteration", r => r.Iteration),
        ShardColumn.Text("task", r => r.Task),
        ShardColumn.Text("query_id", r => r.QueryId),
        ShardColumn.Int32("sample_index", r => r.SampleIndex),
        ShardColumn.Text("instruction", r => r.Instruction),
        ShardColumn.Text("query", r => r.Query),
        ShardColumn.Text("output", r => r.Output),
        ShardColumn.NullableText("target", r => r.Target),
        ShardColumn.Int32List("prompt_token_ids", r => r.PromptTokenIds),
        ShardColumn.Int32List("output_token_ids", r => r.OutputTokenIds),
        ShardColumn.FloatList("output_logprobs", r => r.OutputLogprobs),
        ShardColumn.Text("finish_reason", r => r.FinishReason),
        ShardColumn.Int32("model_version", r => r.ModelVersion),
        ShardColumn.Text("model_fingerprint", r => r.ModelFingerprint),
        ShardColumn.Int64("seed", r => r.Seed),
        ShardColumn.Double("temperature", r => r.Temperature),
        ShardColumn.Double("top_p", r => r.TopP),
        ShardColumn.Int32("top_k", r => r.TopK),
        ShardColumn.NullableDouble("score", r => r.Score),
        ShardColumn.Text("score_status", r => NameOf(r.ScoreStatus)),
        ShardColumn.NullableText("score_parts", r => r.ScoreParts),
        ShardColumn.NullableText("feedback", r => r.Feedback),
    ];

    /// <summary>The columns of relabeled shards.</summary>
    public static IReadOnlyList<ShardColumn> Relabeled { get; } =
    [
        .. Plain,
        ShardColumn.Text("relabeled_instruction", r => r.RelabeledInstruction!),
        ShardColumn.NullableText("contrast_instruction", r => r.ContrastInstruction),
        ShardColumn.NullableBoolean("is_success", r => r.IsSuccess),
    ];

    /// <summary>A status as files name it.</summary>
    public static string NameOf(ScoreStatus status) => status switch
    {
        ScoreStatus.None => "none",
        ScoreStatus.Ok => "ok",
        ScoreStatus.Failed => "failed",
        ScoreStatus.Timeout => "timeout",
        _ => throw new InvalidOperationException($"There is no score status {(int)status}."),
    };

    /// <summary>The status of a name, or null where there is none.</summary>
    public static ScoreStatus? StatusOf(string name) => name switch
    {
        "none" => ScoreStatus.None,
        "ok" => ScoreStatus.Ok,
        "failed" => ScoreStatus.Failed,
        "timeout" => ScoreStatus.Timeout,
        _ => null,
    };
}
