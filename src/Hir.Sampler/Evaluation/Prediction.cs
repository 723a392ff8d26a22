using System.Text.Json.Serialization;

namespace Hir.Sampler.Evaluation;

/// <summary>What a model answered to one query.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="QueryId">The example's id within the task.</param>
/// <param name="Query">q.</param>
/// <param name="Target">The right answer, or null where it is not known.</param>
/// <param name="Output">The greedy output, decoded.</param>
/// <param name="FinishReason">stop or length.</param>
/// <param name="Score">What R gave, or null.</param>
/// <param name="ScoreStatus">ok, failed, timeout or none.</param>
/// <param name="Correct">Whether the score counts as right.</param>
public sealed record Prediction(
    [property: JsonPropertyName("task")] string Task,
    [property: JsonPropertyName("query_id")] string QueryId,
    [property: JsonPropertyName("query")] string Query,
    [property: JsonPropertyName("target")] string? Target,
    [property: JsonPropertyName("output")] string Output,
    [property: JsonPropertyName("finish_reason")] string FinishReason,
    [property: JsonPropertyName("score")] double? Score,
    [property: JsonPropertyName("score_status")] string ScoreStatus,
    [property: JsonPropertyName("correct")] bool Correct);
