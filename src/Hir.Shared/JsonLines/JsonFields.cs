using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hir.Shared.JsonLines;

/// <summary>Typed reading of an object's fields, with errors that name the field, its value and the rule.</summary>
public static class JsonFields
{
    /// <summary>A text, or null when the field is absent or null.</summary>
    public static string? Text(this JsonObject line, string field) => line[field] switch
    {
        null => null,
        JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
        { } other => throw new LineException($"\"{field}\" is {Shown(other)}, not a text; write it in quotes"),
    };

    /// <summary>A list of whole numbers of at least 0, or null when the field is absent or null.</summary>
    public static int[]? Ids(this JsonObject line, string field)
    {
        JsonNode? node = line[field];
        if (node is null) return null;
        if (node is not JsonArray array) throw new LineException($"\"{field}\" is {Shown(node)}, not a list of token ids; write it as [5, 17, 1]");
        var ids = new int[array.Count];
        for (int i = 0; i < ids.Length; i++)
        {
            if (array[i] is not JsonValue v || v.GetValueKind() != JsonValueKind.Number || !v.TryGetValue(out ids[i]) || ids[i] < 0)
                throw new LineException($"\"{field}\"[{i}] is {Shown(array[i])}, not a token id: whole numbers from 0");
        }

        return ids;
    }

    /// <summary>A finite number, or null when the field is absent or null.</summary>
    public static double? Number(this JsonObject line, string field) => line[field] switch
    {
        null => null,
        JsonValue v when v.GetValueKind() == JsonValueKind.Number && v.TryGetValue(out double d) && double.IsFinite(d) => d,
        { } other => throw new LineException($"\"{field}\" is {Shown(other)}, not a number"),
    };

    /// <summary>true or false, or null when the field is absent or null.</summary>
    public static bool? Flag(this JsonObject line, string field) => line[field] switch
    {
        null => null,
        JsonValue v when v.GetValueKind() is JsonValueKind.True or JsonValueKind.False => v.GetValue<bool>(),
        { } other => throw new LineException($"\"{field}\" is {Shown(other)}, not true or false"),
    };

    private static string Shown(JsonNode? node)
    {
        string text = node?.ToJsonString(Json.Plain) ?? "null";
        return text.Length <= 40 ? text : text[..40] + "…";
    }
}
