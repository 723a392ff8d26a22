using Hir.Shared.Tasks.Families;
using Hir.Shared.Tasks.Files;

namespace Hir.Shared.Tasks;

/// <summary>
/// Loads tasks by specification: a comma-separated list of names of built-in families, or of paths (.jsonl, a BIG-bench task.json, a
/// BIG-bench-Hard json), each with an optional split and limit as in <c>word_sorting@test:100</c>.
/// </summary>
public static class TaskCatalog
{
    /// <summary>Loads every task of a specification.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="options">Seed, default split and data folder.</param>
    /// <returns>The tasks in the specification's order; no two share a name.</returns>
    /// <exception cref="InputException">An entry, a name or a file is wrong; every problem of every entry is named.</exception>
    public static IReadOnlyList<TaskSet> Load(string spec, TaskLoadOptions options)
    {
        List<string> problems = [];
        List<TaskSet> sets = [];
        foreach (TaskSpecEntry entry in TaskSpecEntry.ParseAll(spec, problems))
        {
            try
            {
                sets.Add(Load(entry, options));
            }
            catch (InputException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        foreach (IGrouping<string, TaskSet> twice in sets.GroupBy(s => s.Name).Where(g => g.Count() > 1))
        {
            problems.Add(
                $"task specification \"{spec}\": the name {twice.Key} occurs {twice.Count()} times; name each task once or rename a file.");
        }

        return problems.Count == 0 ? sets : throw new InputException(problems);
    }

    /// <summary>The names that a specification may use: the families, then the .jsonl files of the data folder.</summary>
    public static IReadOnlyList<string> Names(string? dataFolder) =>
        [.. TaskFamilies.All.Select(f => f.Name), .. DataFiles(dataFolder).Select(f => Path.GetFileNameWithoutExtension(f))];

    private static TaskSet Load(TaskSpecEntry entry, TaskLoadOptions options)
    {
        TaskSet whole = LoadWhole(entry, options);
        TaskSplit split = entry.Split ?? options.DefaultSplit;
        IReadOnlyList<TaskExample> side = TaskSplitter.Split(whole.Examples, split, options.Seed);
        if (side.Count == 0)
        {
            throw new InputException(
                $"{entry.Source}: {whole.Examples.Count} examples of one query are too few for a test split; give at least 2 queries.");
        }

        return whole with { Examples = entry.Limit < side.Count ? [.. side.Take(entry.Limit.Value)] : side };
    }

    private static TaskSet LoadWhole(TaskSpecEntry entry, TaskLoadOptions options)
    {
        if (entry.IsPath) return TaskFile.Load(entry.Source);
        if (TaskFamilies.Find(entry.Source) is { } family) return new TaskSet(family.Name, family.DefaultExamples);
        string? file = DataFiles(options.DataFolder).FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == entry.Source);
        if (file is not null) return TaskFile.Load(file);
        throw new InputException(UnknownName.Describe("task", entry.Source, Names(options.DataFolder)));
    }

    private static IEnumerable<string> DataFiles(string? folder) =>
        folder is not null && Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal) : [];
}
