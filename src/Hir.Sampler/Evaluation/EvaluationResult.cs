using System.Text.Json;
using System.Text.Json.Serialization;
using Hir.Shared;
using Hir.Shared.Handoff;

namespace Hir.Sampler.Evaluation;

/// <summary>Greedy accuracy on tasks under one instruction: what <c>hir eval</c> writes.</summary>
/// <param name="Accuracy">The mean of the tasks' accuracies, each task counting alike.</param>
/// <param name="Tasks">By task's name, in the order of the tasks.</param>
/// <param name="ModelFingerprint">Which model.</param>
/// <param name="ModelVersion">Its version in the run, or null.</param>
/// <param name="Instruction">The instruction that the queries were asked under.</param>
/// <param name="MaxNewTokens">Tokens at most an output.</param>
/// <param name="Predictions">Every answer, in the order of tasks and queries; kept in a file beside.</param>
public sealed record EvaluationResult(
    [property: JsonPropertyName("accuracy")] double Accuracy,
    [property: JsonPropertyName("tasks")] IReadOnlyDictionary<string, TaskAccuracy> Tasks,
    [property: JsonPropertyName("model_fingerprint")] string ModelFingerprint,
    [property: JsonPropertyName("model_version")] int? ModelVersion,
    [property: JsonPropertyName("instruction")] string Instruction,
    [property: JsonPropertyName("max_new_tokens")] int MaxNewTokens,
    [property: JsonIgnore] IReadOnlyList<Prediction> Predictions)
{
    /// <summary>The subfolder, beside the result's file, that holds the predictions.</summary>
    public const string PredictionsFolder = "predictions";

    /// <summary>The text of the prompt template; null in results of before it was recorded.</summary>
    [JsonPropertyName("prompt_template")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PromptTemplate { get; init; }

    /// <summary>SHA-256 of the tokenizer's file; null where it is not known.</summary>
    [JsonPropertyName("tokenizer_sha256")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenizerSha256 { get; init; }

    /// <summary>The quantized variant that answered; null for full precision.</summary>
    [JsonPropertyName("variant")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Variant { get; init; }

    /// <summary>The result as JSON, without the predictions.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json.Indented);

    /// <summary>Writes the result, and before it the predictions: FOLDER/NAME.json and FOLDER/predictions/NAME.jsonl.</summary>
    /// <param name="path">The result's file.</param>
    /// <exception cref="InputException">The place cannot be written to.</exception>
    public void Save(string path)
    {
        AtomicFile.Write(PredictionsPath(path), stream =>
        {
            foreach (Prediction prediction in Predictions)
            {
                JsonSerializer.Serialize(stream, prediction, Json.Plain);
                stream.WriteByte((byte)'\n');
            }
        });
        AtomicFile.Write(path, ToJson() + "\n");
    }

    /// <summary>Where <see cref="Save"/> puts the predictions that belong to a result's file.</summary>
    public static string PredictionsPath(string path) => Path.Combine(
        Path.GetDirectoryName(Path.GetFullPath(path))!, PredictionsFolder, Path.GetFileNameWithoutExtension(path) + ".jsonl");
}
