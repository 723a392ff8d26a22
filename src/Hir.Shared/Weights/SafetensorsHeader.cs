using System.Buffers.Binary;
using System.Text.Json;

namespace Hir.Shared.Weights;

/// <summary>
/// Reads a safetensors header: 8 bytes of its length, then JSON that maps each tensor's name to its type, shape and range of bytes.
/// Everything is checked before a byte of data is touched; the ranges must tile the data exactly, as the format asks.
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>The format's own limit.</summary>
    private const long LongestHeader = 100_000_000;
    private const int MostProblems = 20;

    // A header that is wrong all through is not read to its end.
    private const int EnoughProblems = 1000;

    // PyTorch's own limit is 64; weights have one to four.
    private const int MostDimensions = 16;

    /// <summary>Parses and checks a header.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="fileLength">The file's length.</param>
    /// <param name="read">Reads bytes at an offset that was checked.</param>
    /// <returns>The entries in the order of their data, and the metadata.</returns>
    /// <exception cref="InputException">Something is wrong: all that was found.</exception>
    public static (List<SafetensorsEntry> Entries, Dictionary<string, string> Metadata) Read(
        string path, long fileLength, Func<long, int, byte[]> read)
    {
        if (fileLength < 10) throw Corrupt(path, $"it has {fileLength} bytes, and a safetensors file has at least 10");
        ulong declared = BinaryPrimitives.ReadUInt64LittleEndian(read(0, 8));
        if (declared > LongestHeader) throw Corrupt(path, $"its header would be {declared} bytes long, and {LongestHeader} are allowed");
        int length = (int)declared;
        if (length > fileLength - 8) throw Corrupt(path, $"its header of {length} bytes ends beyond the file's {fileLength} bytes");

        byte[] json = read(8, length);
        List<string> problems = [];
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        List<SafetensorsEntry> entries;
        try
        {
            entries = Parse(json, 8L + length, fileLength, metadata, problems);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Corrupt(path, $"its header is not the JSON of a safetensors file ({e.Message})");
        }

        if (problems.Count == 0) CheckTiling(entries, 8L + length, fileLength, problems);
        if (problems.Count == 0) return (entries, metadata);
        IEnumerable<string> shown = problems.Take(MostProblems).Select(p => $"{path}: {p}. {Mend}");
        if (problems.Count > MostProblems) shown = shown.Append($"{path}: and {problems.Count - MostProblems} more problems.");
        throw new InputException([.. shown]);
    }

    private const string Mend = "Copy or download the file again.";

    private static InputException Corrupt(string path, string problem) => new($"{path}: {problem}. {Mend}");

    private static List<SafetensorsEntry> Parse(
        byte[] json, long dataStart, long fileLength, Dictionary<string, string> metadata, List<string> problems)
    {
        List<SafetensorsEntry> entries = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 8 });
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (problems.Count > EnoughProblems) return [];
            if (!names.Add(name)) problems.Add($"tensor '{name}' occurs twice");
            Expect(ref reader, JsonTokenType.StartObject);
            if (name == "__metadata__") ReadMetadata(ref reader, metadata);
            else if (ReadEntry(ref reader, name, dataStart, fileLength, problems) is { } entry) entries.Add(entry);
        }

        while (reader.Read())
        {
            // What follows the object must be white space; the reader throws otherwise.
        }

        entries.Sort((a, b) => a.Offset != b.Offset ? a.Offset.CompareTo(b.Offset) : a.Length.CompareTo(b.Length));
        return entries;
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String);
            metadata[key] = reader.GetString()!;
        }
    }

    private static SafetensorsEntry? ReadEntry(
        ref Utf8JsonReader reader, string name, long dataStart, long fileLength, List<string> problems)
    {
        string? dtypeName = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype": dtypeName = reader.GetString(); break;
                case "shape": shape = ReadNumbers(ref reader); break;
                case "data_offsets": offsets = ReadNumbers(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        string? problem = Check(dtypeName, shape, offsets, fileLength - dataStart, out WeightDtype dtype);
        if (problem is null) return new SafetensorsEntry(name, dtype, [.. shape!], dataStart + offsets![0], offsets[1] - offsets[0]);
        problems.Add($"tensor '{name}': {problem}");
        return null;
    }

    private static string? Check(string? dtypeName, List<long>? shape, List<long>? offsets, long dataLength, out WeightDtype dtype)
    {
        dtype = default;
        if (dtypeName is null || shape is null || offsets is null) return "dtype, shape or data_offsets is missing";
        if (!Enum.IsDefined(typeof(WeightDtype), dtypeName)) return $"dtype '{dtypeName}' is unknown";
        dtype = Enum.Parse<WeightDtype>(dtypeName);
        if (offsets.Count != 2) return $"data_offsets has {offsets.Count} numbers, and 2 are needed";
        (long begin, long end) = (offsets[0], offsets[1]);
        if (begin > end) return $"its data ends at {end}, before it begins at {begin}";
        if (end > dataLength) return $"its data ends at {end}, and the file holds {dataLength} bytes of data (is it cut off?)";
        UInt128 bytes = (UInt128)dtype.SizeOf();
        foreach (long dimension in shape)
        {
            bytes *= (UInt128)dimension;
            // No file is this long; stopping here keeps the product from overflowing.
            if (bytes > long.MaxValue && !shape.Contains(0)) return $"shape {SafetensorsEntry.Describe(shape)} is too large";
            if (bytes > long.MaxValue) bytes = 0;
        }

        return bytes == (UInt128)(end - begin)
            ? null
            : $"shape {SafetensorsEntry.Describe(shape)} of {dtypeName} needs {bytes} bytes, and its data has {end - begin}";
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException($"a list of numbers is expected at byte {reader.TokenStartIndex}");
        }

        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw new JsonException($"a whole number from 0 is expected at byte {reader.TokenStartIndex}");
            }

            if (numbers.Count == MostDimensions)
            {
                throw new JsonException($"over {MostDimensions} numbers stand in a list at byte {reader.TokenStartIndex}");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static void CheckTiling(List<SafetensorsEntry> entries, long dataStart, long fileLength, List<string> problems)
    {
        long at = dataStart;
        string before = "the header";
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Offset < at) problems.Add($"tensor '{entry.Name}' overlaps {before} by {at - entry.Offset} bytes");
            if (entry.Offset > at)
            {
                problems.Add($"{entry.Offset - at} bytes between {before} and tensor '{entry.Name}' belong to no tensor");
            }

            at = Math.Max(at, entry.Offset + entry.Length);
            before = $"tensor '{entry.Name}'";
        }

        if (at != fileLength) problems.Add($"{fileLength - at} bytes after {before} belong to no tensor");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type) throw new JsonException($"{type} is expected at byte {reader.TokenStartIndex}");
    }
}
