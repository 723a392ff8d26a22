using Hir.Shared.Feedback;
using Hir.Shared.Shards;

namespace Hir.Shared.Tests.Relabeling;

/// <summary>Rows of which scores matter and little else.</summary>
internal static class ScoredRows
{
    public static readonly Shared.Relabeling.Instructions Words = new("right please", "wrong please");

    public static ShardRow Row(double? score, string task = "t", int iteration = 0, string id = "s") => new()
    {
        SampleId = id, Iteration = iteration, Task = task, QueryId = "q", SampleIndex = 0, Instruction = "p", Query = "q", Output = "o",
        PromptTokenIds = [1], OutputTokenIds = [2], OutputLogprobs = [-1], FinishReason = "stop", ModelVersion = 0, ModelFingerprint = "f",
        Seed = 0, Temperature = 1, TopP = 1, TopK = 0, Score = score, ScoreStatus = score is null ? ScoreStatus.Failed : ScoreStatus.Ok,
    };

    public static ShardRow[] Of(params double?[] scores) => [.. scores.Select((s, i) => Row(s, id: $"s{i}"))];

    public static ShardRow Parts(string json, string id = "s") => Row(1, id: id) with { ScoreParts = json };
}
