using System.Text.Json;
using System.Text.Unicode;

namespace Hir.Shared.Tokenization.Json;

/// <summary>Parses JSON whose texts are all well-formed, so that nothing that reads it has to ask again.</summary>
internal static class JsonText
{
    private const int MaxDepth = 64; // a tokenizer.json of the supported families is 6 deep

    /// <exception cref="InputException">The bytes are no JSON, nest too deeply, or hold text that is no Unicode.</exception>
    public static JsonDocument Parse(string path, byte[] content)
    {
        try
        {
            ReadOnlySpan<byte> json = content;
            if (json.StartsWith("\uFEFF"u8)) json = json[3..];
            if (!Utf8.IsValid(json)) throw new JsonException("it is not UTF-8.");
            CheckEscapes(json);
            return JsonDocument.Parse(content.AsMemory(content.Length - json.Length), new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: is no JSON: {e.Message} Copy the file again from the checkpoint.", e);
        }
    }

    // An escaped half of a surrogate pair is JSON, but no text.
    private static void CheckEscapes(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped || reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                throw new JsonException($"a text before byte {reader.BytesConsumed} holds half a surrogate pair.", e);
            }
        }
    }
}
