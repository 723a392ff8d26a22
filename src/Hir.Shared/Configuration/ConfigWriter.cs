using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hir.Shared.Configuration;

/// <summary>The other direction: options as YAML or JSON, which bind to the same options again.</summary>
public static partial class ConfigBinder
{
    /// <summary>The resolved configuration as a JSON object, with the keys of the YAML form; what is unset is left out.</summary>
    /// <param name="section">The configuration.</param>
    /// <returns>The object.</returns>
    public static JsonObject ToJson(IConfigSection section)
    {
        var result = new JsonObject();
        foreach ((string key, PropertyInfo property) in Properties(section.GetType()))
        {
            if (property.GetValue(section) is { } value && !IsEmptySection(value)) result.Add(key, Node(value));
        }

        return result;

        static JsonNode Node(object value) => value switch
        {
            IConfigSection child => ToJson(child),
            JsonObject tree => tree.DeepClone(),
            string s => s,
            Enum e => ConfigNames.Of(e.ToString())!,
            IDictionary map => new JsonObject(
                map.Keys.Cast<string>().Select(name => KeyValuePair.Create<string, JsonNode?>(name, Node(map[name]!)))),
            IEnumerable list => new JsonArray([.. list.Cast<object>().Select(Node)]),
            _ => JsonSerializer.SerializeToNode(value, value.GetType())!,
        };
    }

    /// <summary>Writes options as YAML with every key that is set, in declaration order: the resolved configuration.</summary>
    public static string ToYaml(IConfigSection section)
    {
        var text = new StringBuilder();
        Write(section, 0);
        return text.ToString();

        void Write(IConfigSection s, int indent)
        {
            foreach ((string key, PropertyInfo property) in Properties(s.GetType()))
            {
                object? value = property.GetValue(s);
                if (value is null || IsEmptySection(value)) continue;
                text.Append(' ', indent).Append(key).Append(':');
                if (value is IConfigSection child)
                {
                    text.Append('\n');
                    Write(child, indent + 2);
                }
                else
                {
                    text.Append(' ').Append(Scalar(value)).Append('\n');
                }
            }
        }

        static string Scalar(object value) => value switch
        {
            string s => Quote(s),
            bool b => b ? "true" : "false",
            Enum e => ConfigNames.Of(e.ToString()),
            double d => d.ToString("R", CultureInfo.InvariantCulture),
            // JSON on one line is YAML.
            JsonObject tree => tree.ToJsonString(Json.Plain),
            IDictionary map => "{" + string.Join(
                ", ", map.Keys.Cast<string>().Select(name => $"{Quote(name)}: {Scalar(map[name]!)}")) + "}",
            IEnumerable list => "[" + string.Join(", ", list.Cast<object>().Select(Scalar)) + "]",
            _ => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

        // A JSON string is a valid double-quoted YAML scalar.
        static string Quote(string s) => JsonSerializer.Serialize(s, Json.Plain);
    }

    // A key with nothing below it would be a value that is missing.
    private static bool IsEmptySection(object value) =>
        value is IConfigSection section && Properties(section.GetType()).Values.All(p => p.GetValue(section) is null);
}
