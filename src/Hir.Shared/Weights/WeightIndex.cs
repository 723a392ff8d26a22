using System.Text.Json;

namespace Hir.Shared.Weights;

/// <summary>model.safetensors.index.json: which of a checkpoint's files holds which tensor.</summary>
internal sealed class WeightIndex
{
    public const string FileName = "model.safetensors.index.json";

    /// <summary>The index of a network of a trillion parameters has some megabytes.</summary>
    private const long LongestFile = 64 << 20;
    private const int MostFiles = 10_000;
    private const int MostProblems = 20;

    private readonly string _path;
    private readonly Dictionary<string, string> _fileOf;

    private WeightIndex(string path, Dictionary<string, string> fileOf)
    {
        (_path, _fileOf) = (path, fileOf);
        Files = [.. fileOf.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The names of the files, in ordinal order; all lie in the index's folder.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Reads and checks an index.</summary>
    /// <exception cref="InputException">It is no index, or names files that are missing or outside the folder: all problems.</exception>
    public static WeightIndex Read(string path)
    {
        Dictionary<string, string> fileOf;
        try
        {
            using JsonDocument document = BoundedJson.Parse(BoundedJson.ReadBytes(path, LongestFile));
            fileOf = Parse(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: it is no index of weights: {e.Message} Copy the file again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: it cannot be read: {e.Message}", e);
        }

        WeightIndex index = new(path, fileOf);
        List<string> problems = [];
        if (index.Files.Count is 0 or > MostFiles)
        {
            problems.Add($"{path}: weight_map names {index.Files.Count} files; 1 to {MostFiles} are needed.");
        }

        string folder = Path.GetDirectoryName(path)!;
        foreach (string name in index.Files.Take(MostFiles))
        {
            if (!IsPlainName(name))
            {
                problems.Add($"{path}: weight_map names '{name}'; the name of a .safetensors file of the folder is needed.");
            }
            else if (!File.Exists(Path.Combine(folder, name)))
            {
                problems.Add($"{Path.Combine(folder, name)}: it is missing, and {FileName} names it. Copy it too.");
            }

            if (problems.Count >= MostProblems) break;
        }

        return problems.Count == 0 ? index : throw new InputException(problems);
    }

    /// <summary>Checks that each file holds the tensors that it should, and no two files the same one.</summary>
    /// <exception cref="InputException">One does not: all problems.</exception>
    public void Check(IReadOnlyList<SafetensorsFile> files)
    {
        List<string> problems = [];
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (SafetensorsFile file in files)
        {
            string name = Path.GetFileName(file.Path);
            foreach (SafetensorsEntry entry in file.Ordered)
            {
                if (!found.TryAdd(entry.Name, name))
                {
                    problems.Add($"{file.Path}: tensor '{entry.Name}' lies in {found[entry.Name]} too. Copy the checkpoint again.");
                }
                else if (!_fileOf.TryGetValue(entry.Name, out string? expected))
                {
                    problems.Add($"{_path}: weight_map lacks tensor '{entry.Name}' of {name}.");
                }
                else if (expected != name)
                {
                    problems.Add($"{_path}: weight_map puts tensor '{entry.Name}' into {expected}, and it lies in {name}.");
                }
            }
        }

        problems.AddRange(_fileOf.Where(pair => !found.ContainsKey(pair.Key))
            .Select(pair => $"{_path}: weight_map puts tensor '{pair.Key}' into {pair.Value}, which does not hold it. "
                + "Copy the checkpoint again."));
        if (problems.Count > MostProblems)
        {
            problems = [.. problems.Take(MostProblems), $"{_path}: and {problems.Count - MostProblems} more problems."];
        }

        if (problems.Count > 0) throw new InputException(problems);
    }

    private static Dictionary<string, string> Parse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("weight_map", out JsonElement map)
            || map.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("There is no object weight_map.");
        }

        Dictionary<string, string> fileOf = new(StringComparer.Ordinal);
        foreach (JsonProperty property in map.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String) throw new JsonException($"weight_map.{property.Name} is no file name.");
            fileOf.Add(property.Name, property.Value.GetString()!);
        }

        return fileOf;
    }

    private static bool IsPlainName(string name) =>
        name.EndsWith(".safetensors", StringComparison.Ordinal) && name.Length < 256 && !name.AsSpan().ContainsAny('/', '\\', '\0');
}
