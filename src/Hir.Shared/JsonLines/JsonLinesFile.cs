using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hir.Shared.Handoff;

namespace Hir.Shared.JsonLines;

/// <summary>JSONL files: one object a line, UTF-8; empty lines are passed over.</summary>
public static class JsonLinesFile
{
    private const int ShownProblems = 20;

    /// <summary>Reads and checks a whole file before any work starts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parse">
    /// Makes a value of a line's object; throws <see cref="LineException"/> with what is wrong and how to mend it.
    /// </param>
    /// <exception cref="InputException">The file cannot be read, is empty, or has bad lines: each with its number.</exception>
    public static IReadOnlyList<T> Read<T>(string path, Func<JsonObject, T> parse)
    {
        var values = new List<T>();
        var problems = new List<string>();
        int number = 0;
        int bad = 0;
        try
        {
            foreach (string line in BoundedLines.Read(path, new UTF8Encoding(false, throwOnInvalidBytes: true)))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line)) continue;
                try
                {
                    if (BoundedJson.ParseNode(line) is not JsonObject o)
                    {
                        throw new LineException("not a JSON object; write one object a line");
                    }

                    values.Add(parse(o));
                }
                catch (Exception e) when (e is JsonException or LineException)
                {
                    bad++;
                    string what = e is LineException ? e.Message : $"not valid JSON ({e.Message})";
                    if (problems.Count < ShownProblems) problems.Add($"{path}:{number}: {what}");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message}); give the path of a JSONL file", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException($"{path}:{number + 1}: not UTF-8; convert the file to UTF-8", e);
        }

        if (bad > problems.Count) problems.Add($"{path}: {bad - problems.Count} more bad lines");
        if (problems.Count > 0) throw new InputException(problems);
        if (values.Count == 0) throw new InputException($"{path}: holds no line; write one JSON object a line");
        return values;
    }

    /// <summary>Writes objects to a file that appears whole or not at all.</summary>
    /// <exception cref="InputException">The path is a folder, or may not be written.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static void Write(string path, IEnumerable<JsonObject> lines) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        foreach (JsonObject line in lines) writer.Write(line.ToJsonString(Json.Plain) + "\n");
    });
}
