using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Hir.Shared.Configuration;

/// <summary>A YAML document with the settings given on the command line laid over it; remembers where each key came from.</summary>
public sealed class ConfigSource
{
    private readonly Dictionary<string, string> _origins = [];

    private ConfigSource(string name, string folder, YamlMappingNode root)
    {
        Name = name;
        Folder = folder;
        Root = root;
    }

    /// <summary>The file's path as the user gave it, or a word for what is not a file.</summary>
    public string Name { get; }

    /// <summary>The folder that relative paths in the file start from.</summary>
    public string Folder { get; }

    internal YamlMappingNode Root { get; }

    /// <summary>Reads a file. Errors name the line.</summary>
    public static ConfigSource Load(string path)
    {
        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > 4 * YamlLoader.LongestText })
                throw new InputException($"{path}: it has over {4 * YamlLoader.LongestText} bytes; give the path of a configuration");
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the configuration cannot be read ({e.Message}); give the path of a YAML file", e);
        }

        return Parse(text, path, Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>A document without a key, for a command that was given none.</summary>
    public static ConfigSource Empty(string folder) => new("defaults", folder, new YamlMappingNode());

    /// <summary>Reads a text.</summary>
    public static ConfigSource Parse(string text, string name, string folder)
    {
        YamlNode? document = YamlLoader.Load(text, name);
        if (document is null) return new ConfigSource(name, folder, new YamlMappingNode());
        if (document is not YamlMappingNode root)
            throw new InputException($"{name}:1: a configuration is a mapping of keys to values, such as `iterations: 3`");
        return new ConfigSource(name, folder, root);
    }

    /// <summary>
    /// Leaves out the sections that only a larger configuration has, so that one file serves both; a key that neither has stays, and is an
    /// error when it is bound.
    /// </summary>
    /// <typeparam name="TPart">The sections that stay.</typeparam>
    /// <typeparam name="TWhole">The larger configuration.</typeparam>
    public ConfigSource Only<TPart, TWhole>() where TPart : IConfigSection where TWhole : IConfigSection
    {
        foreach (string key in ConfigBinder.Properties(typeof(TWhole)).Keys.Except(ConfigBinder.Properties(typeof(TPart)).Keys))
        {
            Root.Children.Remove(new YamlScalarNode(key));
        }

        return this;
    }

    /// <summary>Lays `a.b=value` over the document. The value is read as YAML.</summary>
    public void Set(string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new InputException($"--set {assignment}: write it as key=value, such as --set training.steps=20");
        string path = assignment[..equals].Trim();
        Set(path, assignment[(equals + 1)..], $"--set {path}");
    }

    /// <summary>Lays a value over a dotted key, on behalf of an option of the command line.</summary>
    public void Set(string path, string value, string origin)
    {
        YamlNode node;
        try
        {
            node = YamlLoader.Load(value, origin) ?? new YamlScalarNode("");
        }
        catch (InputException)
        {
            node = new YamlScalarNode(value);
        }

        string[] parts = path.Split('.');
        YamlMappingNode at = Root;
        for (int i = 0; i < parts.Length - 1; i++)
        {
            var key = new YamlScalarNode(parts[i]);
            if (!at.Children.TryGetValue(key, out YamlNode? child) || child is not YamlMappingNode mapping)
            {
                mapping = new YamlMappingNode();
                at.Children[key] = mapping;
            }

            at = mapping;
        }

        at.Children[new YamlScalarNode(parts[^1])] = node;
        _origins[path] = origin;
    }

    /// <summary>Gives a key that the document lacks a value other than the option's own default. A group that is no mapping stays as it is,
    /// for the binder to complain of.</summary>
    /// <param name="path">The dotted key.</param>
    /// <param name="value">Its value, as YAML.</param>
    /// <param name="origin">Who says so, for messages; the key where it is null.</param>
    public void SetDefault(string path, string value, string? origin = null)
    {
        YamlNode? at = Root;
        foreach (string part in path.Split('.'))
        {
            if (at is not YamlMappingNode mapping) return;
            if (!mapping.Children.TryGetValue(new YamlScalarNode(part), out at)) break;
        }

        if (at is null) Set(path, value, origin ?? path);
    }

    /// <summary>True when the key was set on the command line, so that a relative path in it starts from the current folder.</summary>
    public bool IsFromCommandLine(string path) => _origins.Keys.Any(o => path == o || path.StartsWith(o + ".", StringComparison.Ordinal));

    /// <summary>
    /// A path that stands at a key, made absolute: it starts from the file's folder, or from the current one if it was given on the command
    /// line.
    /// </summary>
    public string PathAt(string key, string path) =>
        path.Length == 0 ? path : Path.GetFullPath(path, IsFromCommandLine(key) ? Environment.CurrentDirectory : Path.GetFullPath(Folder));

    /// <summary>The text at a dotted key, or null where there is none.</summary>
    public string? TextAt(string path)
    {
        YamlNode? at = Root;
        foreach (string part in path.Split('.'))
        {
            at = at is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(part), out YamlNode? child)
                ? child
                : null;
        }

        return (at as YamlScalarNode)?.Value;
    }

    internal string Where(string path, YamlNode? node)
    {
        for (string p = path; p.Length > 0; p = p.Contains('.', StringComparison.Ordinal) ? p[..p.LastIndexOf('.')] : "")
        {
            if (_origins.TryGetValue(p, out string? origin)) return p == path ? origin : $"{origin} ({path})";
        }

        string line = node is { Start.Line: > 0 } ? ":" + node.Start.Line.ToString(CultureInfo.InvariantCulture) : "";
        return $"{Name}{line}: {path}";
    }
}
