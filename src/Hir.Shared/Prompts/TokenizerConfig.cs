using System.Text.Json;

namespace Hir.Shared.Prompts;

/// <summary>What a checkpoint's tokenizer_config.json says beside the tokenizer itself; empty where there is no such file.</summary>
internal sealed class TokenizerConfig
{
    private const string FileName = "tokenizer_config.json";

    private readonly JsonElement? _root;

    private TokenizerConfig(string path, JsonElement? root) => (Path, _root) = (path, root);

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>The token that begins a text, or null.</summary>
    public string? BeginToken => Token("bos_token");

    /// <summary>The token that ends a text, or null.</summary>
    public string? EndToken => Token("eos_token");

    /// <summary>The value of a key, or null where it is absent or null.</summary>
    public JsonElement? this[string key] =>
        _root is { } root && root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Reads a folder's file.</summary>
    /// <exception cref="InputException">It is no JSON object.</exception>
    public static TokenizerConfig Load(string folder)
    {
        string path = System.IO.Path.Combine(folder, FileName);
        return new TokenizerConfig(path, File.Exists(path) ? JsonObjectFile.Read(path) : null);
    }

    /// <summary>A text at a key of an object, or null.</summary>
    public static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // A token is written as a text, or as an object that has it as its content.
    private string? Token(string key) => this[key] is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Object ? Text(value, "content")
        : null;
}
