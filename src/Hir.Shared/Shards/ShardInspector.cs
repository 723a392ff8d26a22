using Hir.Shared.Decoding;
using Hir.Shared.Feedback;

namespace Hir.Shared.Shards;

/// <summary>What `hir shards` does: summarises a folder, or checks it.</summary>
public static class ShardInspector
{
    /// <summary>Summarises a folder. Lengths are held against the manifest, hashes are not.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static ShardInspection Inspect(string folder)
    {
        ShardManifest manifest = ShardManifest.Read(folder);
        List<string> problems = [];
        IReadOnlyDictionary<string, string>? settings = null;
        string[] columns = [];
        Dictionary<string, List<ShardRow>> tasks = [];
        foreach (ShardFileEntry entry in manifest.Files)
        {
            string path = Path.Combine(folder, entry.Name);
            string? problem = ShardPart.Compare(path, entry, verifyHash: false) ?? ShardPart.Open(path, entry, manifest, table =>
            {
                settings ??= ShardReader.SettingsOf(table);
                if (columns.Length == 0) columns = [.. table.ColumnNames];
                foreach (ShardRow row in new ShardRowReader(table, entry.Name, manifest.Foreign).Rows())
                {
                    if (!tasks.TryGetValue(row.Task, out List<ShardRow>? rows)) tasks[row.Task] = rows = [];
                    rows.Add(row);
                }
            });
            if (problem is not null) problems.Add(problem);
        }

        if (problems.Count > 0) throw new InputException(problems);
        return new ShardInspection(
            Path.GetFullPath(folder),
            manifest,
            settings ?? new Dictionary<string, string>(),
            columns,
            [.. tasks.Select(t => Summarise(t.Key, t.Value))],
            manifest.Files.Sum(f => f.Bytes));
    }

    /// <summary>Checks everything that can be: manifest, lengths, hashes, columns, values, and that no sample stands in it twice.</summary>
    /// <returns>The problems, one sentence each; empty for a sound folder.</returns>
    public static IReadOnlyList<string> Verify(string folder)
    {
        ShardManifest manifest;
        try
        {
            manifest = ShardManifest.Read(folder);
        }
        catch (InputException e)
        {
            return e.Problems;
        }

        List<string> problems = [];
        HashSet<string> samples = new(StringComparer.Ordinal);
        foreach (ShardFileEntry entry in manifest.Files)
        {
            string path = Path.Combine(folder, entry.Name);
            string? problem = ShardPart.Compare(path, entry, verifyHash: true) ?? ShardPart.Open(path, entry, manifest, table =>
            {
                foreach (ShardRow row in new ShardRowReader(table, entry.Name, manifest.Foreign).Rows())
                {
                    if (!samples.Add(row.SampleId))
                    {
                        throw new InvalidDataException($"sample_id '{row.SampleId}' occurs more than once in the folder");
                    }
                }
            });
            if (problem is not null) problems.Add(problem);
        }

        return problems;
    }

    private static ShardTaskSummary Summarise(string task, List<ShardRow> rows)
    {
        double[] scores = [.. rows.Where(r => r.Score is not null).Select(r => r.Score!.Value)];
        return new ShardTaskSummary(
            task,
            rows.Count,
            rows.Select(r => r.QueryId).Distinct(StringComparer.Ordinal).LongCount(),
            scores.Length,
            rows.LongCount(r => r.ScoreStatus == ScoreStatus.Failed),
            rows.LongCount(r => r.ScoreStatus == ScoreStatus.Timeout),
            scores.Length > 0 ? scores.Average() : null,
            rows.Average(r => (double)r.OutputTokenIds.Count),
            rows.LongCount(r => r.FinishReason == FinishReason.Length),
            rows.LongCount(r => r.IsSuccess == true));
    }
}
