using System.Text.Json;

namespace Hir.Shared.Prompts;

/// <summary>Reads a checkpoint's small JSON files.</summary>
internal static class JsonObjectFile
{
    /// <exception cref="InputException">The file cannot be read or holds no JSON object.</exception>
    public static JsonElement Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: no valid JSON ({e.Message}); copy the file again from the checkpoint", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }

        throw new InputException($"{path}: the file must hold one JSON object; copy it again from the checkpoint");
    }
}
