using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Reflection;
using YamlDotNet.RepresentationModel;

namespace Hir.Shared.Configuration;

/// <summary>
/// Turns a <see cref="ConfigSource"/> into options: every key must be a property (in snake_case), every value of its type; all that is
/// wrong is collected, then the options' own rules are asked.
/// </summary>
public static class ConfigBinder
{
    /// <summary>Binds and validates.</summary>
    /// <exception cref="InputException">Lists every problem with file, line and key.</exception>
    public static T Bind<T>(ConfigSource source) where T : class, IConfigSection, new()
    {
        var binding = new Binding(source);
        var result = (T)binding.BindSection(typeof(T), source.Root, "");
        if (binding.Problems.Count == 0) binding.Validate(result, "");
        return binding.Problems.Count == 0 ? result : throw new InputException(binding.Problems);
    }

    private sealed class Binding(ConfigSource source)
    {
        private readonly Dictionary<string, YamlNode> nodes = [];

        public List<string> Problems { get; } = [];

        public object BindSection(Type type, YamlMappingNode mapping, string path)
        {
            object section = Activator.CreateInstance(type)!;
            Dictionary<string, PropertyInfo> properties = Properties(type);
            foreach ((YamlNode keyNode, YamlNode value) in mapping.Children)
            {
                string key = keyNode is YamlScalarNode { Value: { } k } ? k : "(not a text)";
                string full = path.Length == 0 ? key : $"{path}.{key}";
                // The key's own node carries the line; a value may start on the next one.
                nodes[full] = keyNode;
                if (!properties.TryGetValue(key, out PropertyInfo? property))
                {
                    string? near = ConfigNames.Nearest(key, properties.Keys);
                    string mend = near is null ? $"known here: {string.Join(", ", properties.Keys)}" : $"did you mean {near}?";
                    Problems.Add($"{source.Where(full, keyNode)}: unknown key; {mend}");
                    continue;
                }

                if (Convert(property.PropertyType, value, full, keyNode) is { } converted) property.SetValue(section, converted);
            }

            return section;
        }

        public void Validate(IConfigSection section, string path)
        {
            foreach ((string key, string problem) in section.Problems())
            {
                string full = path.Length == 0 ? key : $"{path}.{key}";
                Problems.Add($"{source.Where(full, nodes.GetValueOrDefault(full))}: {problem}");
            }

            foreach ((string key, PropertyInfo property) in Properties(section.GetType()))
            {
                if (property.GetValue(section) is IConfigSection child) Validate(child, path.Length == 0 ? key : $"{path}.{key}");
            }
        }

        private object? Convert(Type type, YamlNode node, string path, YamlNode keyNode)
        {
            if (typeof(IConfigSection).IsAssignableFrom(type))
            {
                if (node is YamlMappingNode mapping) return BindSection(type, mapping, path);
                return Wrong("a group of keys", node, path, keyNode);
            }

            if (type == typeof(IReadOnlyList<string>))
            {
                if (node is YamlSequenceNode list && list.Children.All(c => c is YamlScalarNode))
                    return list.Children.Select(c => ((YamlScalarNode)c).Value!).ToArray();
                if (node is YamlScalarNode { Value: { } one })
                    return one.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                return Wrong("a list of texts", node, path, keyNode);
            }

            if (type == typeof(IReadOnlyList<int>))
            {
                IEnumerable<string?> items = node switch
                {
                    YamlSequenceNode list => list.Children.Select(c => (c as YamlScalarNode)?.Value),
                    YamlScalarNode { Value: { } one } =>
                        one.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                    _ => [null],
                };
                var numbers = new List<int>();
                foreach (string? item in items)
                {
                    if (!int.TryParse(item, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
                        return Wrong("a list of whole numbers", node, path, keyNode);
                    numbers.Add(number);
                }

                return numbers.ToArray();
            }

            if (type == typeof(IReadOnlyDictionary<string, double>)) return Numbers(node, path, keyNode);
            if (node is not YamlScalarNode { Value: { } text }) return Wrong("one value", node, path, keyNode);
            Type plain = Nullable.GetUnderlyingType(type) ?? type;
            if (plain == typeof(string)) return text;
            if (plain == typeof(bool))
                return text switch { "true" => true, "false" => false, _ => Wrong("true or false", node, path, keyNode) };
            if (plain == typeof(int))
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int i)
                    ? i
                    : Wrong("a whole number", node, path, keyNode);
            if (plain == typeof(long))
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long l)
                    ? l
                    : Wrong("a whole number", node, path, keyNode);
            if (plain == typeof(double))
            {
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double d) && double.IsFinite(d)
                    ? d
                    : Wrong("a number", node, path, keyNode);
            }

            if (plain.IsEnum)
            {
                foreach (object value in Enum.GetValues(plain))
                {
                    if (ConfigNames.Of(value.ToString()!) == text) return value;
                }

                return Wrong("one of " + string.Join(", ", Enum.GetNames(plain).Select(ConfigNames.Of)), node, path, keyNode);
            }

            throw new InvalidOperationException($"Options of type {type} cannot be read from YAML ({path}).");
        }

        private object? Numbers(YamlNode node, string path, YamlNode keyNode)
        {
            if (node is not YamlMappingNode mapping) return Wrong("a mapping of names to numbers", node, path, keyNode);
            var numbers = new Dictionary<string, double>();
            foreach ((YamlNode key, YamlNode value) in mapping.Children)
            {
                string name = key is YamlScalarNode { Value: { } k } ? k : "(not a text)";
                nodes[$"{path}.{name}"] = key;
                if (Convert(typeof(double), value, $"{path}.{name}", key) is double number) numbers[name] = number;
            }

            return numbers.Count == 0 ? ReadOnlyDictionary<string, double>.Empty : numbers;
        }

        private object? Wrong(string wanted, YamlNode node, string path, YamlNode keyNode)
        {
            string value = node is YamlScalarNode { Value: { } v } ? $"'{v}'" : node is YamlSequenceNode ? "a list" : "a group of keys";
            Problems.Add($"{source.Where(path, keyNode)}: {value} is not {wanted}");
            return null;
        }
    }

    /// <summary>The resolved configuration as a JSON object, with the keys of the YAML form; what is unset is left out.</summary>
    /// <param name="section">The configuration.</param>
    /// <returns>The object.</returns>
    public static System.Text.Json.Nodes.JsonObject ToJson(IConfigSection section)
    {
        var result = new System.Text.Json.Nodes.JsonObject();
        foreach ((string key, PropertyInfo property) in Properties(section.GetType()))
        {
            if (property.GetValue(section) is { } value) result.Add(key, Node(value));
        }

        return result;

        static System.Text.Json.Nodes.JsonNode Node(object value) => value switch
        {
            IConfigSection child => ToJson(child),
            string s => s,
            Enum e => ConfigNames.Of(e.ToString())!,
            IReadOnlyDictionary<string, double> numbers => new System.Text.Json.Nodes.JsonObject(
                numbers.Select(n => KeyValuePair.Create<string, System.Text.Json.Nodes.JsonNode?>(n.Key, n.Value))),
            IEnumerable list => new System.Text.Json.Nodes.JsonArray([.. list.Cast<object>().Select(Node)]),
            _ => System.Text.Json.JsonSerializer.SerializeToNode(value, value.GetType())!,
        };
    }

    internal static Dictionary<string, PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.Name != "EqualityContract")
            .ToDictionary(p => ConfigNames.Of(p.Name), p => p);

    /// <summary>Writes options as YAML with every key, in declaration order: the resolved configuration.</summary>
    public static string ToYaml(IConfigSection section)
    {
        var text = new System.Text.StringBuilder();
        Write(section, 0);
        return text.ToString();

        void Write(IConfigSection s, int indent)
        {
            foreach ((string key, PropertyInfo property) in Properties(s.GetType()))
            {
                object? value = property.GetValue(s);
                if (value is null) continue;
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
            IReadOnlyDictionary<string, double> numbers =>
                "{" + string.Join(", ", numbers.Select(n => $"{Quote(n.Key)}: {Scalar(n.Value)}")) + "}",
            IEnumerable list => "[" + string.Join(", ", list.Cast<object>().Select(Scalar)) + "]",
            _ => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

        // A JSON string is a valid double-quoted YAML scalar.
        static string Quote(string s) => System.Text.Json.JsonSerializer.Serialize(s, Json.Plain);
    }
}
