using System.Text.Json.Nodes;
using Hir.Shared.Configuration;

namespace Hir.Cli.Running;

/// <summary>A setting that two resolved configurations differ in, with its values as JSON; null where it is not set.</summary>
internal sealed record ConfigChange(string Key, string? Old, string? New)
{
    /// <summary>"training.steps was 4 and is now 5".</summary>
    public string Described => $"{Key} was {Old ?? "not set"} and is now {New ?? "not set"}";

    /// <summary>What differs, in the order of the configuration's keys.</summary>
    public static IReadOnlyList<ConfigChange> Between(RunConfig old, RunConfig now)
    {
        Dictionary<string, string> before = Flat(old), after = Flat(now);
        return
        [
            .. after.Keys.Union(before.Keys)
                .Select(key => new ConfigChange(key, before.GetValueOrDefault(key), after.GetValueOrDefault(key)))
                .Where(c => c.Old != c.New),
        ];
    }

    private static Dictionary<string, string> Flat(RunConfig config)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        Add("", ConfigBinder.ToJson(config));
        return values;

        void Add(string path, JsonNode? node)
        {
            if (node is JsonObject { Count: > 0 } group)
            {
                foreach ((string key, JsonNode? child) in group) Add(path.Length == 0 ? key : $"{path}.{key}", child);
            }
            else
            {
                values[path] = node?.ToJsonString(Hir.Shared.Json.Plain) ?? "null";
            }
        }
    }
}
