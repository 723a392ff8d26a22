using System.Text.Json;

namespace Hir.Shared.Tasks.Files;

/// <summary>
/// Reads examples from lines of JSON: query, and optionally target, choices and id (a text or a number; by default the line's number).
/// Texts are taken as they stand: options must already be in the query. Blank lines are skipped.
/// </summary>
internal static class JsonLinesTask
{
    public static IReadOnlyList<TaskExample> Read(string path, byte[] bytes, List<string> problems)
    {
        List<TaskExample> examples = [];
        ReadOnlyMemory<byte> rest = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
        for (int number = 1; rest.Length > 0; number++)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).Length == 0) continue;
            try
            {
                using JsonDocument document = BoundedJson.Parse(line);
                examples.Add(ReadExample(document.RootElement, number));
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                // JsonException: no JSON. FormatException: our own finding. InvalidOperationException: a text that is no Unicode.
                string what = e is JsonException ? $"is no JSON object: {e.Message}" : e.Message;
                problems.Add($"{path}: line {number} {what}");
            }
        }

        return examples;
    }

    private static TaskExample ReadExample(JsonElement line, int number)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"holds {line.ValueKind} and must hold an object such as {{\"query\": …, \"target\": …}}.");
        }

        string? query = Text(line, "query");
        if (string.IsNullOrWhiteSpace(query)) throw new FormatException("has no \"query\"; every line needs the question's text.");
        return new TaskExample(Id(line) ?? $"line-{number}", query, Text(line, "target"), Choices(line));
    }

    private static string? Text(JsonElement line, string key)
    {
        if (!line.TryGetProperty(key, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new FormatException($"has {value.ValueKind} as \"{key}\", which must be a text.");
    }

    private static string? Id(JsonElement line) =>
        line.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.Number ? id.GetRawText() : Text(line, "id");

    private static IReadOnlyList<string>? Choices(JsonElement line)
    {
        if (!line.TryGetProperty("choices", out JsonElement choices) || choices.ValueKind == JsonValueKind.Null) return null;
        bool valid = choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0
            && choices.EnumerateArray().All(c => c.ValueKind == JsonValueKind.String);
        if (!valid) throw new FormatException("has \"choices\" that are no list of texts.");
        return [.. choices.EnumerateArray().Select(c => c.GetString()!)];
    }
}
