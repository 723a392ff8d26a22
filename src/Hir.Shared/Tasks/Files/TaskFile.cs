namespace Hir.Shared.Tasks.Files;

/// <summary>Loads a task from a file, whose kind its name tells.</summary>
internal static class TaskFile
{
    private const int ProblemsShown = 20;

    // BIG-bench's largest task has some ten megabytes; a file is held in memory as a whole.
    private const long LongestFile = 1 << 30;

    public static TaskSet Load(string path)
    {
        byte[] bytes = Read(path);
        bool isLines = path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
        if (!isLines && !path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException($"{path}: is no task file; give a .jsonl with query and target, or a BIG-bench .json.");
        }

        List<string> problems = [];
        IReadOnlyList<TaskExample> examples = isLines
            ? JsonLinesTask.Read(path, bytes, problems)
            : BigBenchTask.Read(path, bytes, problems);
        AddDuplicates(path, examples, problems);
        if (problems.Count == 0 && examples.Count == 0) problems.Add($"{path}: holds no examples; give at least one.");
        if (problems.Count > ProblemsShown)
        {
            problems = [.. problems.Take(ProblemsShown), $"{path}: {problems.Count - ProblemsShown} more problems like these."];
        }

        return problems.Count == 0 ? new TaskSet(NameOf(path), examples) : throw new InputException(problems);
    }

    private static byte[] Read(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"{path}: is a folder; give the task file in it.");
        try
        {
            return BoundedJson.ReadBytes(path, LongestFile);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such task file; check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static void AddDuplicates(string path, IReadOnlyList<TaskExample> examples, List<string> problems)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < examples.Count; i++)
        {
            if (seen.TryAdd(examples[i].Id, i)) continue;
            int other = seen[examples[i].Id] + 1;
            problems.Add($"{path}: the id \"{examples[i].Id}\" of example {i + 1} is that of example {other} too; ids must be distinct.");
        }
    }

    /// <summary>
    /// The file's name; a file that is called task.json, as all of BIG-bench's are, is named by its folder. It becomes a part of file
    /// names.
    /// </summary>
    private static string NameOf(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (name == "task" && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) is { Length: > 0 } folder) name = folder;
        return string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));
    }
}
