using System.Text.Json;
using System.Text.Json.Nodes;
using Hir.Shared;
using Hir.Shared.Handoff;

namespace Hir.Cli.Running;

/// <summary>What an evaluation's JSON file says of one task.</summary>
internal sealed record TaskAccuracy(string Task, double Accuracy, int Count, double Low, double High);

/// <summary>An evaluation's JSON file, as far as summaries need it.</summary>
internal sealed record EvaluationFile(double Accuracy, IReadOnlyList<TaskAccuracy> Tasks)
{
    private const long LongestFile = BoundedJson.LongestRecord;

    /// <summary>The evaluations of a run that are there, from iteration 0 on.</summary>
    public static IReadOnlyList<EvaluationFile> ReadAll(RunFolder run)
    {
        var files = new List<EvaluationFile>();
        for (int i = 0; File.Exists(run.Evaluation(i)); i++) files.Add(Read(run.Evaluation(i)));
        return files;
    }

    /// <summary>Which of the evaluations of versions 0, 1, … is the best, the earliest of equal ones; null where there are none.</summary>
    public static int? BestOf(IReadOnlyList<EvaluationFile> evaluations) =>
        evaluations.Count == 0 ? null : Enumerable.Range(0, evaluations.Count).MaxBy(i => evaluations[i].Accuracy);

    /// <summary>In what two evaluations' prompts differ, as far as both files record it.</summary>
    public static IEnumerable<string> AskedDifferently(string first, string second)
    {
        if (!File.Exists(first) || !File.Exists(second)) yield break;
        (JsonObject a, JsonObject b) = (JsonObject.Create(JsonObjectFile.Read(first))!, JsonObject.Create(JsonObjectFile.Read(second))!);
        foreach (string key in (string[])["instruction", "prompt_template", "tokenizer_sha256"])
        {
            if (a[key] is { } one && b[key] is { } other && one.ToJsonString(Shared.Json.Plain) is var left
                && other.ToJsonString(Shared.Json.Plain) is var right && left != right)
            {
                yield return $"{first} and {second} asked differently: {key} is {left} and {right}";
            }
        }

        const string FullPrecision = "full precision";
        if (((string?)a?["variant"] ?? FullPrecision, (string?)b?["variant"] ?? FullPrecision) is var (ran, ranToo) && ran != ranToo)
            yield return $"{first} and {second} come from different sets of weights: {ran} and {ranToo}";
    }

    public static EvaluationFile Read(string path)
    {
        try
        {
            JsonNode root = BoundedJson.ParseNode(BoundedJson.ReadBytes(path, LongestFile))!;
            return new EvaluationFile(
                (double)root["accuracy"]!,
                [.. root["tasks"]!.AsObject().Select(t => new TaskAccuracy(
                    t.Key, (double)t.Value!["accuracy"]!, (int)t.Value["n"]!, (double)t.Value["interval"]![0]!,
                        (double)t.Value["interval"]![1]!))]);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException
            or OverflowException or ArgumentException)
        {
            throw new InputException($"{path}: not an evaluation ({e.Message}); delete it and resume the run to make it again", e);
        }
    }
}
