using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
namespace Hir.Testing.Fuzz;

/// <summary>
/// Changes of parsed JSON. Every array and object is as likely as another, so that a few settings beside a long list are reached, and what
/// comes out is JSON. What is none stays as it is.
/// </summary>
internal static class JsonNodeMutations
{
    // Ids and counts at their limits, texts of odd characters, an expression that backtracks, empty and wrong kinds.
    private static readonly Func<JsonNode?>[] Odd =
    [
        () => null, () => true, () => -1, () => 0, () => 4_194_303, () => 2_000_000_000, () => 1e300, () => "", () => " ", () => "a",
        () => "\0", () => "\\", () => "😀", () => "(a|a|aa)+$", () => new string('a', 5000), () => new JsonArray(), () => new JsonObject(),
        () => new JsonArray("a", "b"),
    ];

    public static byte[] SetChild(Random random, byte[] input, byte[] other) =>
        Changed(random, input, (parent, at) => Set(parent, at, Odd[random.Next(Odd.Length)]()));

    public static byte[] DropChild(Random random, byte[] input, byte[] other) => Changed(random, input, (parent, at) =>
    {
        if (parent is JsonObject map) map.RemoveAt(at);
        else ((JsonArray)parent).RemoveAt(at);
    });

    public static byte[] RepeatChild(Random random, byte[] input, byte[] other) => Changed(random, input, (parent, at) =>
    {
        if (parent is JsonArray list) list.Add(list[at]?.DeepClone());
        else Set(parent, at, ((JsonObject)parent).GetAt(random.Next(((JsonObject)parent).Count)).Value?.DeepClone());
    });

    /// <summary>Puts an array or object of the other input, or of another place, where one stands.</summary>
    public static byte[] ExchangeChild(Random random, byte[] input, byte[] other) => Changed(random, input, (parent, at) =>
    {
        if (Parse(random.Next(2) == 0 ? input : other) is not { } from) return;
        JsonNode[] parts = [.. Containers(from)];
        Set(parent, at, parts[random.Next(parts.Length)].DeepClone());
    });

    private static byte[] Changed(Random random, byte[] input, Action<JsonNode, int> change)
    {
        try
        {
            if (Parse(input) is not { } root) return input;
            JsonNode[] parents = [.. Containers(root).Where(n => CountOf(n) > 0)];
            if (parents.Length == 0) return input;
            JsonNode parent = parents[random.Next(parents.Length)];
            change(parent, random.Next(CountOf(parent)));
            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return input; // no JSON, or with text that is no Unicode, which is told only when it is asked for
        }
    }

    private static void Set(JsonNode parent, int at, JsonNode? value)
    {
        if (parent is JsonObject map) map.SetAt(at, value);
        else ((JsonArray)parent)[at] = value;
    }

    private static JsonNode? Parse(byte[] input) => JsonNode.Parse(input) is (JsonObject or JsonArray) and var root ? root : null;

    private static IEnumerable<JsonNode> Containers(JsonNode node)
    {
        yield return node;
        IEnumerable<JsonNode?> children = node is JsonObject map ? map.Select(e => e.Value) : (JsonArray)node;
        foreach (JsonNode part in children.Where(c => c is JsonObject or JsonArray).SelectMany(c => Containers(c!))) yield return part;
    }

    private static int CountOf(JsonNode node) => node is JsonObject map ? map.Count : ((JsonArray)node).Count;
}
