using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hir.Shared.Feedback.Constraints;

/// <summary>
/// A small part of JSON Schema: type (one or a list), required, properties, enum and items; title and description say nothing. Any other
/// keyword is refused, since a rule that is passed over would count as met.
/// </summary>
internal static class SchemaCheck
{
    private static readonly string[] Keywords = ["type", "required", "properties", "enum", "items", "title", "description"];
    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    /// <summary>What is wrong with a schema.</summary>
    public static IEnumerable<(string Key, string Problem)> Problems(JsonObject schema, string path)
    {
        foreach ((string keyword, JsonNode? value) in schema)
        {
            string key = $"{path}.{keyword}";
            if (!Keywords.Contains(keyword))
            {
                yield return (key, UnknownName.Describe("keyword", keyword, Keywords));
            }
            else if (keyword == "type" && !(Texts(value) is { Length: > 0 } types && types.All(Types.Contains)))
            {
                yield return (key, $"{Shown(value)} is not allowed: one of {string.Join(", ", Types)}, or a list of them");
            }
            else if (keyword == "required" && !(value is JsonArray && Texts(value) is not null))
            {
                yield return (key, $"{Shown(value)} is not a list of names");
            }
            else if (keyword == "enum" && value is not JsonArray { Count: > 0 })
            {
                yield return (key, $"{Shown(value)} is not a list of values");
            }
            else if (keyword is "properties" or "items" && value is not JsonObject)
            {
                yield return (key, $"{Shown(value)} is not a group of keys");
            }
            else if (keyword == "items")
            {
                foreach ((string Key, string Problem) problem in Problems((JsonObject)value!, key)) yield return problem;
            }
            else if (keyword == "properties")
            {
                foreach ((string name, JsonNode? property) in (JsonObject)value!)
                {
                    if (property is not JsonObject child) yield return ($"{key}.{name}", $"{Shown(property)} is not a schema");
                    else foreach ((string Key, string Problem) problem in Problems(child, $"{key}.{name}")) yield return problem;
                }
            }
        }
    }

    /// <summary>Whether a text is JSON that fulfils a schema without problems.</summary>
    public static bool IsMet(JsonObject schema, string text)
    {
        try
        {
            return Fulfils(BoundedJson.ParseNode(Encoding.UTF8.GetBytes(text)), schema);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Fulfils(JsonNode? value, JsonObject schema)
    {
        if (schema["type"] is { } type && !Texts(type)!.Any(t => IsOf(value, t))) return false;
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value))) return false;
        if (value is JsonObject map)
        {
            if (schema["required"] is { } required && !Texts(required)!.All(map.ContainsKey)) return false;
            foreach ((string name, JsonNode? property) in schema["properties"] as JsonObject ?? [])
            {
                if (map.TryGetPropertyValue(name, out JsonNode? child) && !Fulfils(child, (JsonObject)property!)) return false;
            }
        }

        return value is not JsonArray list || schema["items"] is not JsonObject items || list.All(item => Fulfils(item, items));
    }

    private static bool IsOf(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        // 2.0 is a whole number too, as the standard has it.
        JsonValueKind.Number => type == "number" || (type == "integer" && value!.AsValue().TryGetValue(out double n) && n == Math.Floor(n)),
        _ => type == "null",
    };

    private static string[]? Texts(JsonNode? node) => node switch
    {
        JsonArray list when list.All(IsText) => [.. list.Select(n => n!.GetValue<string>())],
        { } one when IsText(one) => [one.GetValue<string>()],
        _ => null,
    };

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static string Shown(JsonNode? node) => Feedback.Shown.Start(node?.ToJsonString(Json.Plain) ?? "null");
}
