using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hir.Shared.Configuration;

/// <summary>
/// A piece of YAML as JSON: true, false, null and numbers that are not quoted become themselves, everything else a text.
/// </summary>
internal static class YamlJson
{
    public static JsonObject Convert(YamlMappingNode mapping)
    {
        JsonObject result = [];
        foreach ((YamlNode key, YamlNode value) in mapping.Children) result[(key as YamlScalarNode)?.Value ?? ""] = Node(value);
        return result;
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Convert(mapping),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } => Plain(text),
        YamlScalarNode { Value: { } text } => text,
        _ => null,
    };

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => whole,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) => number,
        _ => text,
    };
}
