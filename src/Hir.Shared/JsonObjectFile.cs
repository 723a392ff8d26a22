using System.Text.Json;

namespace Hir.Shared;

/// <summary>Reads a file that must hold one JSON object, within the bounds of <see cref="BoundedJson"/>.</summary>
public static class JsonObjectFile
{
    /// <summary>Parses a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">How many bytes it may have.</param>
    /// <returns>The document, whose root is an object; whoever asked for it disposes it.</returns>
    /// <exception cref="InputException">The file cannot be read, is too long, or holds no JSON object.</exception>
    public static JsonDocument Open(string path, long longest = BoundedJson.LongestRecord)
    {
        JsonDocument document;
        try
        {
            document = BoundedJson.Parse(BoundedJson.ReadBytes(path, longest));
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: no valid JSON ({e.Message}); copy the file again from the checkpoint", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        throw new InputException($"{path}: the file must hold one JSON object; copy it again from the checkpoint");
    }

    /// <summary>The object of a file, apart from its document.</summary>
    /// <exception cref="InputException">As of <see cref="Open"/>.</exception>
    public static JsonElement Read(string path)
    {
        using JsonDocument document = Open(path);
        return document.RootElement.Clone();
    }
}
