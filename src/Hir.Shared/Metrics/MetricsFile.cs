using System.Text.Json;
using System.Text.Json.Nodes;
using Hir.Shared.JsonLines;

namespace Hir.Shared.Metrics;

/// <summary>
/// A metrics.jsonl: one JSON object a line, appended whole lines at a time so that a killed writer leaves at most one broken last line.
/// </summary>
public sealed class MetricsFile(string path)
{
    /// <summary>The file's path.</summary>
    public string Path { get; } = path;

    /// <summary>Appends one line.</summary>
    public void Append(JsonObject line) => Append([line]);

    /// <summary>Appends lines with a single write.</summary>
    public void Append(IReadOnlyList<JsonObject> lines)
    {
        using var buffer = new MemoryStream();
        foreach (JsonObject line in lines)
        {
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Json.Plain.Encoder })) line.WriteTo(writer);
            buffer.WriteByte((byte)'\n');
        }

        using var file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>The lines, without a broken last one.</summary>
    public IReadOnlyList<JsonObject> Read()
    {
        if (!File.Exists(Path)) return [];
        var lines = new List<JsonObject>();
        foreach (string line in BoundedLines.Read(Path))
        {
            try
            {
                if (BoundedJson.ParseNode(line) is JsonObject o) lines.Add(o);
            }
            catch (JsonException)
            {
                // A writer was killed within its last line; the work that it told of is done again.
            }
        }

        return lines;
    }

    /// <summary>Keeps the lines for which <paramref name="keep"/> holds. Only while nobody appends.</summary>
    public void Trim(Func<JsonObject, bool> keep)
    {
        if (!File.Exists(Path)) return;
        string temporary = Path + ".tmp";
        File.WriteAllLines(temporary, Read().Where(keep).Select(l => l.ToJsonString(Json.Plain)));
        File.Move(temporary, Path, overwrite: true);
    }
}
