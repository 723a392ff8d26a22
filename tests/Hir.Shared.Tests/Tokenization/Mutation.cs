using System.Text.Json.Nodes;

namespace Hir.Shared.Tests.Tokenization;

/// <summary>Damages files.</summary>
internal static class Mutation
{
    private static readonly Func<JsonNode?>[] Odd =
    [
        () => null, () => JsonValue.Create(-1), () => JsonValue.Create(0), () => JsonValue.Create(2_000_000_000), () => JsonValue.Create(4_194_303),
        () => JsonValue.Create(1e300), () => JsonValue.Create(""), () => JsonValue.Create("a"), () => JsonValue.Create("\u0000"), () => JsonValue.Create(" "),
        () => JsonValue.Create("(a|a|aa)+$"), () => JsonValue.Create("\\"), () => JsonValue.Create("😀"), () => JsonValue.Create(new string('a', 5000)),
        () => JsonValue.Create(true), () => new JsonArray(), () => new JsonObject(), () => new JsonArray("a", "b"),
    ];

    /// <summary>A few parts of a JSON text left out, doubled or replaced by odd values or by parts of other texts.</summary>
    public static JsonNode OfNodes(JsonNode root, IReadOnlyList<JsonNode> others, Random random)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            List<JsonNode> parts = [.. Parts(root)];
            JsonNode parent = parts[random.Next(parts.Count)];
            List<JsonNode> otherParts = [.. Parts(others[random.Next(others.Count)])];
            JsonNode? value = random.Next(2) == 0 ? Odd[random.Next(Odd.Length)]() : otherParts[random.Next(otherParts.Count)].DeepClone();
            if (parent is JsonObject { Count: > 0 } map)
            {
                string key = map.ElementAt(random.Next(map.Count)).Key;
                if (random.Next(4) == 0) map.Remove(key);
                else map[key] = value;
            }
            else if (parent is JsonArray { Count: > 0 } list)
            {
                int index = random.Next(list.Count);
                if (random.Next(4) == 0) list.Add(list[index]?.DeepClone());
                else list[index] = value;
            }
        }

        return root;
    }

    /// <summary>A few bytes changed, left out or doubled, or the end cut off.</summary>
    public static byte[] OfBytes(byte[] file, Random random)
    {
        List<byte> bytes = [.. file];
        for (int i = random.Next(1, 6); i > 0 && bytes.Count > 0; i--)
        {
            int at = random.Next(bytes.Count);
            int count = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, count);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                case 4 when random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static IEnumerable<JsonNode> Parts(JsonNode node)
    {
        yield return node;
        IEnumerable<JsonNode?> children = node is JsonObject map ? map.Select(e => e.Value) : node is JsonArray list ? list : [];
        foreach (JsonNode part in children.OfType<JsonNode>().SelectMany(Parts)) yield return part;
    }
}
