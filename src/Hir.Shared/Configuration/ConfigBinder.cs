using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Hir.Shared.Configuration;

/// <summary>
/// Turns a <see cref="ConfigSource"/> into options: every key must be a property (in snake_case), every value of its type; all that is
/// wrong is collected, then the options' own rules are asked.
/// </summary>
public static partial class ConfigBinder
{
    /// <summary>Binds and validates.</summary>
    /// <exception cref="InputException">Lists every problem with file, line and key.</exception>
    public static T Bind<T>(ConfigSource source) where T : class, IConfigSection, new()
    {
        var binding = new Binding(source);
        var result = (T)binding.BindSection(typeof(T), source.Root, "");
        binding.Validate(result, "");
        return binding.Problems.Count == 0 ? result : throw new InputException(binding.Problems);
    }

    private sealed class Binding(ConfigSource source)
    {
        private readonly Dictionary<string, YamlNode> nodes = [];

        // Keys whose value could not be taken: the rules would speak of the default that stands in for it.
        private readonly HashSet<string> unread = new(StringComparer.Ordinal);

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
                    if (near is not null) unread.Add(path.Length == 0 ? near : $"{path}.{near}");
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
                if (unread.Any(u => Holds(u, full) || Holds(full, u))) continue;
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

            if (type == typeof(IReadOnlyList<double>))
            {
                // What a list of texts may be written as, a list of numbers may be too.
                var texts = (IReadOnlyList<string>?)Convert(typeof(IReadOnlyList<string>), node, path, keyNode);
                if (texts is null) return null;
                double?[] values = [.. texts.Select(NumberOf)];
                return values.All(v => v is not null) ? values.Select(v => v!.Value).ToArray() : Wrong("a list of numbers", node, path, keyNode);
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

            if (type == typeof(IReadOnlyDictionary<string, double>)) return Map<double>("a number", node, path, keyNode);
            if (type == typeof(IReadOnlyDictionary<string, string>)) return Map<string>("one value", node, path, keyNode);
            if (type == typeof(JsonObject))
                return node is YamlMappingNode plain ? YamlJson.Convert(plain) : Wrong("a group of keys", node, path, keyNode);
            if (node is not YamlScalarNode { Value: { } text }) return Wrong("one value", node, path, keyNode);
            return Scalar(Nullable.GetUnderlyingType(type) ?? type, text, node, path, keyNode);
        }

        // Names to values of one type, in the document's order.
        private Dictionary<string, T>? Map<T>(string wanted, YamlNode node, string path, YamlNode keyNode)
        {
            if (node is not YamlMappingNode mapping)
            {
                Wrong($"a group of names, each with {wanted}", node, path, keyNode);
                return null;
            }

            Dictionary<string, T> values = new(StringComparer.Ordinal);
            foreach ((YamlNode nameNode, YamlNode value) in mapping.Children)
            {
                string name = nameNode is YamlScalarNode { Value: { } n } ? n : "(not a text)";
                string full = $"{path}.{name}";
                nodes[full] = nameNode;
                object? converted = value is YamlScalarNode { Value: { } text }
                    ? Scalar(typeof(T), text, value, full, nameNode)
                    : Wrong(wanted, value, full, nameNode);
                if (converted is T one) values[name] = one;
            }

            return values;
        }

        private object? Scalar(Type plain, string text, YamlNode node, string path, YamlNode keyNode)
        {
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
                return NumberOf(text) ?? Wrong("a number", node, path, keyNode);

            if (plain.IsEnum)
            {
                foreach (object value in Enum.GetValues(plain))
                {
                    if (ConfigNames.Of(value.ToString()!) == text) return value;
                }

                return Wrong("one of " + string.Join(", ", Enum.GetNames(plain).Select(ConfigNames.Of)), node, path, keyNode);
            }

            throw new InvalidOperationException($"Options of type {plain} cannot be read from YAML ({path}).");
        }

        private static double? NumberOf(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double d) && double.IsFinite(d) ? d : null;

        private static bool Holds(string group, string key) => key == group || key.StartsWith(group + ".", StringComparison.Ordinal);

        private object? Wrong(string wanted, YamlNode node, string path, YamlNode keyNode)
        {
            string value = node is YamlScalarNode { Value: { } v } ? $"'{v}'" : node is YamlSequenceNode ? "a list" : "a group of keys";
            Problems.Add($"{source.Where(path, keyNode)}: {value} is not {wanted}");
            unread.Add(path);
            return null;
        }
    }

    internal static Dictionary<string, PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.Name != "EqualityContract")
            .ToDictionary(p => ConfigNames.Of(p.Name), p => p);
}
