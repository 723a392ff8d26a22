using System.Text.Json.Serialization;

namespace Hir.Sampler.Evaluation;

/// <summary>One task's result.</summary>
/// <param name="Accuracy">The share of the queries answered rightly; a query whose scoring failed counts as not.</param>
/// <param name="N">Queries.</param>
/// <param name="Interval">Wilson's 95 % interval: low, high.</param>
/// <param name="Correct">Queries answered rightly.</param>
/// <param name="Unscored">Queries whose output has no score (failed or timed out).</param>
public sealed record TaskAccuracy(
    [property: JsonPropertyName("accuracy")] double Accuracy,
    [property: JsonPropertyName("n")] int N,
    [property: JsonPropertyName("interval")] double[] Interval,
    [property: JsonPropertyName("correct")] int Correct,
    [property: JsonPropertyName("unscored")] int Unscored);
