using System.Text.Json.Nodes;

namespace Hir.Cli.Commands;

/// <summary>Lists of numbers and texts as JSON.</summary>
internal static class JsonLists
{
    public static JsonArray Of(IEnumerable<int> ids) => new([.. ids.Select(i => (JsonNode)i)]);

    public static JsonArray Of(IEnumerable<float> values) => new([.. values.Select(v => (JsonNode)v)]);

    public static JsonArray Of(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
