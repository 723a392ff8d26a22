using System.Globalization;
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
        ShardColumn.NullableInt32("first_error", r => r.FirstError) with { IsLater = true },
    ];

    /// <summary>The columns of relabeled shards.</summary>
    public static IReadOnlyList<ShardColumn> Relabeled { get; } =
    [
        .. Plain,
        ShardColumn.Text("relabeled_instruction", r => r.RelabeledInstruction!),
        ShardColumn.NullableText("contrast_instruction", r => r.ContrastInstruction),
        ShardColumn.NullableBoolean("is_success", r => r.IsSuccess),
        ShardColumn.NullableInt32("piece_start", r => r.PieceStart) with { IsLater = true },
        ShardColumn.NullableInt32("piece_end", r => r.PieceEnd) with { IsLater = true },
        ShardColumn.NullableText("piece_side", r => NameOf(r.PieceSide)) with { IsLater = true },
    ];

    /// <summary>The side of a name.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public static PieceSide? SideOf(string? name) => name switch
    {
        null => null,
        "decoder" => PieceSide.Decoder,
        "encoder" => PieceSide.Encoder,
        _ => throw new InvalidDataException($"column piece_side is '{name}'; decoder and encoder are allowed"),
    };

    /// <summary>What no row of a shard may be, own or foreign; null for a sound row.</summary>
    public static string? ProblemOf(ShardRow row) => row switch
    {
        { FirstError: < 0 } => $"first_error is {row.FirstError} and must be 0 or more",
        { PieceStart: null, PieceEnd: null } => null,
        { PieceStart: { } start, PieceEnd: { } end } when start >= 0 && start < end && end <= row.OutputTokenIds.Count => null,
        _ => $"piece_start is {Shown(row.PieceStart)} and piece_end {Shown(row.PieceEnd)}; they are null both, or name tokens of the "
            + $"{row.OutputTokenIds.Count} of the output, the start below the end",
    };

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

    private static string? NameOf(PieceSide? side) => side switch
    {
        null => null,
        PieceSide.Decoder => "decoder",
        PieceSide.Encoder => "encoder",
        _ => throw new InvalidOperationException($"There is no piece side {(int)side}."),
    };

    private static string Shown(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "null";
}
