using System.Text;
using System.Text.Json;
using Hir.Shared.Feedback;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling;

/// <summary>One part of a row's score.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null where it could not be scored.</param>
/// <param name="Text">What it is about in words, or null.</param>
internal sealed record ScorePart(string Name, double? Value, string? Text)
{
    /// <summary>The parts of a scored row, in their order; none where it has no score or no parts.</summary>
    /// <exception cref="InputException">score_parts is not what docs/formats.md says it is.</exception>
    public static IReadOnlyList<ScorePart> Of(ShardRow row)
    {
        if (row is not { ScoreStatus: ScoreStatus.Ok, ScoreParts: { } json }) return [];
        try
        {
            using JsonDocument document = BoundedJson.Parse(Encoding.UTF8.GetBytes(json));
            return [.. Parts(document.RootElement, "")];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InputException(
                $"row {row.SampleId}: its score_parts is no JSON object of names to value and status: {e.Message} "
                + "Score the shards again.", e);
        }
    }

    // A part that is made of parts is followed by these, under its name and theirs.
    private static IEnumerable<ScorePart> Parts(JsonElement parts, string before)
    {
        foreach (JsonProperty part in parts.EnumerateObject())
        {
            yield return Part(before + part.Name, part.Value);
            if (!part.Value.TryGetProperty("parts", out JsonElement inner)) continue;
            foreach (ScorePart within in Parts(inner, $"{before}{part.Name}.")) yield return within;
        }
    }

    private static ScorePart Part(string name, JsonElement part)
    {
        bool isOk = !part.TryGetProperty("status", out JsonElement status) || status.GetString() == ShardSchema.NameOf(ScoreStatus.Ok);
        double? value = isOk && part.TryGetProperty("value", out JsonElement v) && v.ValueKind == JsonValueKind.Number
            ? v.GetDouble()
            : null;
        return new ScorePart(name, value, part.TryGetProperty("text", out JsonElement text) ? text.GetString() : null);
    }
}
