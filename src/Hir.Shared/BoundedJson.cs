using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Hir.Shared;

/// <summary>
/// Reads JSON that came from elsewhere: the length is checked before memory is taken, and what would be a surprise later (deep nesting, a
/// name that occurs twice, a text that is no Unicode, a number without end) is refused at once, so that who reads the document need not
/// think of it.
/// </summary>
public static class BoundedJson
{
    /// <summary>Levels of arrays and objects: no file that Hir reads has ten; parsers and readers recurse by them.</summary>
    public const int DeepestNesting = 64;

    /// <summary>The longest manifest, configuration or record: real ones have some kilobytes.</summary>
    public const long LongestRecord = 16 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DeepestNesting, AllowDuplicateProperties = false };

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">How many bytes it may have.</param>
    /// <exception cref="InputException">
    /// It is longer, or has no byte: what is no regular file (a pipe, a device) has none either.
    /// </exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static byte[] ReadBytes(string path, long longest)
    {
        FileInfo file = new(path);
        // A pipe would wait for a writer when it is opened, so the length is asked for first.
        if (file.Exists && file.Length == 0) throw new InputException($"{path}: it is empty. Copy the file again.");
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        if (stream.Length > longest)
        {
            throw new InputException($"{path}: it has {stream.Length} bytes; such a file has at most {longest}. Give the right file.");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads a file's text: UTF-8, perhaps with a byte order mark, which is left out.</summary>
    /// <exception cref="InputException">As of <see cref="ReadBytes"/>.</exception>
    /// <exception cref="IOException">As of <see cref="ReadBytes"/>.</exception>
    public static string ReadText(string path, long longest)
    {
        ReadOnlySpan<byte> bytes = ReadBytes(path, longest);
        return Encoding.UTF8.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
    }

    /// <summary>Parses JSON, perhaps with a byte order mark.</summary>
    /// <exception cref="JsonException">It is no JSON, too deep, no Unicode, or has a name twice in an object.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        json = Checked(json);
        return JsonDocument.Parse(json, Options);
    }

    /// <summary>Parses JSON into a record.</summary>
    /// <param name="json">The bytes, perhaps with a byte order mark.</param>
    /// <param name="format">How the record is written.</param>
    /// <exception cref="JsonException">
    /// It is no JSON, too deep, no Unicode, has a name twice in an object, is null, or does not fit the record.
    /// </exception>
    public static T Deserialize<T>(ReadOnlyMemory<byte> json, JsonSerializerOptions? format = null)
        where T : class
    {
        using JsonDocument document = Parse(json);
        try
        {
            return document.Deserialize<T>(format) ?? throw new JsonException("It holds null.");
        }
        catch (Exception e) when (
            e is NotSupportedException or InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <summary>Parses a line of JSON into nodes that can be changed.</summary>
    /// <exception cref="JsonException">It is no JSON, too deep, no Unicode, or has a name twice in an object.</exception>
    public static JsonNode? ParseNode(string line) => ParseNode(Encoding.UTF8.GetBytes(line));

    /// <summary>Parses JSON, perhaps with a byte order mark, into nodes that can be changed.</summary>
    /// <exception cref="JsonException">It is no JSON, too deep, no Unicode, or has a name twice in an object.</exception>
    public static JsonNode? ParseNode(byte[] json) => JsonNode.Parse(Checked(json).Span, documentOptions: Options);

    /// <summary>The beginning of a value's text, for a message.</summary>
    public static string Shown(JsonElement value)
    {
        const int Longest = 60;
        if (value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
        {
            return value.ValueKind == JsonValueKind.Array ? "a list" : "an object";
        }

        string text = value.GetRawText();
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }

    private static ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        if (!Utf8.IsValid(json.Span)) throw new JsonException("It is not UTF-8.");
        // Escapes may name half a character, which nobody can read as text, and exponents a number without end, which nobody can write
        // again.
        Utf8JsonReader reader = new(json.Span, new JsonReaderOptions { MaxDepth = DeepestNesting });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && reader.ValueSpan.ContainsAny((byte)'e', (byte)'E')
                && !double.IsFinite(reader.GetDouble()))
            {
                throw new JsonException($"The number at byte {reader.TokenStartIndex} is too large.");
            }

            if (!reader.ValueIsEscaped) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                throw new JsonException($"The text at byte {reader.TokenStartIndex} holds half a surrogate pair.", e);
            }
        }

        return json;
    }
}
