using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hir.Export;

/// <summary>Keeps the element type that a config.json states in step with the weights beside it.</summary>
internal static class ConfigDtype
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's bytes with torch_dtype (or dtype) set; the very same bytes where nothing has to change.</summary>
    /// <param name="config">A config.json that was found to be valid.</param>
    /// <param name="dtype">float32, float16 or bfloat16.</param>
    public static byte[] Set(byte[] config, string dtype)
    {
        JsonObject root = JsonNode.Parse(config)!.AsObject();
        string[] stale = [.. new[] { "torch_dtype", "dtype" }.Where(key => root[key] is JsonValue value && value.ToString() != dtype)];
        if (stale.Length == 0) return config;
        foreach (string key in stale) root[key] = dtype;
        return [.. JsonSerializer.SerializeToUtf8Bytes(root, Json), (byte)'\n'];
    }
}
