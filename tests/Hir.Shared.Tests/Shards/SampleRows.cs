using System.Globalization;
using Hir.Shared.Feedback;
using Hir.Shared.Shards;

namespace Hir.Shared.Tests.Shards;

/// <summary>Rows that differ in every column, with nulls, empty lists and text beyond ASCII.</summary>
internal static class SampleRows
{
    public static readonly ShardFolderInfo Info = new()
    {
        ModelVersion = 3,
        ModelFingerprint = new string('a', 64),
        Seed = 17,
        DataSha256 = new string('b', 64),
        Settings = new Dictionary<string, string> { ["temperature"] = "0.7", ["samples"] = "4" },
    };

    public static ShardRow[] Make(int count, bool relabeled = false) => [.. Enumerable.Range(0, count).Select(i => Row(i, relabeled))];

    public static ShardRow Row(int i, bool relabeled = false) => new()
    {
        SampleId = string.Create(CultureInfo.InvariantCulture, $"0:{i:D6}"),
        Iteration = i / 100,
        Task = i % 2 == 0 ? "object_counting" : "wörter_sortieren",
        QueryId = $"q{i / 4}",
        SampleIndex = i % 4,
        Instruction = "Generate a correct answer to this problem.",
        Query = $"How many? 多少 🎲 {i}\n\"quoted\"",
        Output = i % 5 == 0 ? "" : $"answer {i}",
        Target = i % 3 == 0 ? null : $"{i}",
        PromptTokenIds = [.. Enumerable.Range(i, i % 7)],
        OutputTokenIds = [.. Enumerable.Range(0, i % 4)],
        OutputLogprobs = [.. Enumerable.Range(0, i % 4).Select(t => -0.5f * t - i / 3f)],
        FinishReason = i % 6 == 0 ? "length" : "stop",
        ModelVersion = 3,
        ModelFingerprint = new string('a', 64),
        Seed = 17 + (long)i * int.MaxValue,
        Temperature = 0.7,
        TopP = 0.95,
        TopK = 40,
        Score = i % 4 == 1 ? null : i / 10.0,
        ScoreStatus = i % 4 == 1 ? (i % 8 == 1 ? ScoreStatus.Failed : ScoreStatus.Timeout) : ScoreStatus.Ok,
        ScoreParts = i % 9 == 0 ? "{\"exact\": {\"value\": 1}}" : null,
        Feedback = i % 2 == 0 ? null : "falsch",
        FirstError = i % 3 == 0 ? null : i % 5,
        RelabeledInstruction = relabeled ? "Generate a wrong answer to this problem." : null,
        ContrastInstruction = relabeled && i % 2 == 0 ? "Generate a correct answer to this problem." : null,
        IsSuccess = !relabeled || i % 3 == 0 ? null : i % 3 == 1,
        PieceStart = relabeled && i % 4 > 1 ? i % 2 : null,
        PieceEnd = relabeled && i % 4 > 1 ? i % 4 : null,
        PieceSide = relabeled && i % 4 > 1 ? (PieceSide)(i % 2) : null,
    };

    /// <summary>Each row as text with its lists spelled out, for comparisons by value.</summary>
    public static string Describe(ShardRow row) => System.Text.Json.JsonSerializer.Serialize(row);
}
