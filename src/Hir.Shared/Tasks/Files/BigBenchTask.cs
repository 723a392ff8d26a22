using System.Text.Json;

namespace Hir.Shared.Tasks.Files;

/// <summary>
/// Reads BIG-bench's JSON tasks and BIG-bench-Hard's files: examples of input with target, or with target_scores (choice to score).
/// </summary>
/// <remarks>
/// A query is task_prefix, example_input_prefix, input, the options, example_output_prefix, where the file states them: BIG-bench's own
/// default prefixes ("Q: ", "A: ") are left out, as in the paper. Choices become "\nOptions:\n(A) …", whatever append_choices_to_input
/// says, and the target is the letter of the highest score. Of several targets the first counts.
/// </remarks>
internal static class BigBenchTask
{
    // Below this, right answers in the same place all the time may be chance.
    private const int EnoughToJudgePlaces = 10;

    public static IReadOnlyList<TaskExample> Read(string path, byte[] bytes, List<string> problems)
    {
        JsonDocument document;
        try
        {
            document = BoundedJson.Parse(bytes);
        }
        catch (JsonException e)
        {
            problems.Add($"{path}: is no JSON: {e.Message}");
            return [];
        }

        using (document)
        {
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("examples", out JsonElement examples)
                || examples.ValueKind != JsonValueKind.Array)
            {
                problems.Add($"{path}: has no list \"examples\"; it must be a BIG-bench task.json or a BIG-bench-Hard file.");
                return [];
            }

            return ReadExamples(path, root, examples, problems);
        }
    }

    private static List<TaskExample> ReadExamples(string path, JsonElement root, JsonElement examples, List<string> problems)
    {
        List<RawExample> raw = [];
        string before = "";
        string after = "";
        try
        {
            before = Text(root, "task_prefix") + Text(root, "example_input_prefix");
            after = Text(root, "example_output_prefix") ?? "";
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            problems.Add($"{path}: {e.Message}");
        }

        foreach (JsonElement example in examples.EnumerateArray())
        {
            try
            {
                raw.Add(RawExample.Read(example));
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException)
            {
                problems.Add($"{path}: examples[{raw.Count}] {e.Message}");
                raw.Add(new RawExample("", null, null, 0));
            }
        }

        List<RawExample> multipleChoice = [.. raw.Where(r => r.Choices is not null)];
        bool alwaysSamePlace = multipleChoice.Count >= EnoughToJudgePlaces && multipleChoice.All(r => r.Right == multipleChoice[0].Right);
        return [.. raw.Select((r, index) => (alwaysSamePlace && r.Choices is not null ? r.Shuffled() : r).ToExample(index, before, after))];
    }

    internal static string? Text(JsonElement of, string key)
    {
        if (!of.TryGetProperty(key, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new FormatException($"has {value.ValueKind} as \"{key}\", which must be a text.");
    }
}
