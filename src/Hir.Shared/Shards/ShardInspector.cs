using Hir.Shared.Decoding;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;

namespace Hir.Shared.Shards;

/// <summary>What `hir shards` does: summarises a folder, checks it, or adopts files of other tools.</summary>
public static class ShardInspector
{
    // Either of the first two says what a row belongs to; the others are what a row is.
    private static readonly string[] OneOf = ["task", "query_id"];
    private static readonly string[] Needed = ["query", "output"];

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

    /// <summary>
    /// Takes Parquet files of another tool as shards: checks every *.parquet file of the folder and writes a manifest marked foreign. The
    /// files themselves stay as they are.
    /// </summary>
    /// <exception cref="InputException">
    /// The folder has a manifest already, has no such files, or they are not fit: at least the columns query, output, and task or query_id.
    /// </exception>
    public static ShardManifest Adopt(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{folder}: there is no such folder. Name the folder that holds the Parquet files.");
        }

        string destination = Path.Combine(folder, ShardManifest.FileName);
        if (File.Exists(destination))
        {
            throw new InputException(
                $"{destination}: it exists already, so the folder needs no adopting. Run `hir shards verify {folder}`.");
        }

        FolderLinks.RequireInside(folder);
        string[] paths = [.. Directory.EnumerateFiles(folder, "*.parquet").Order(StringComparer.Ordinal)];
        if (paths.Length == 0)
        {
            throw new InputException($"{folder}: it holds no file named *.parquet. Name the folder that holds the Parquet files.");
        }

        List<string> problems = [];
        List<ShardFileEntry> files = [];
        bool isRelabeled = true;
        foreach (string path in paths)
        {
            string name = Path.GetFileName(path);
            string? problem = ShardPart.Open(path, null, null, table =>
            {
                string[] columns = [.. table.ColumnNames];
                List<string> missing = [.. Needed.Except(columns)];
                if (!OneOf.Intersect(columns).Any()) missing.Insert(0, string.Join(" or ", OneOf));
                if (missing.Count > 0) throw new InvalidDataException($"it lacks {string.Join(", ", missing)}");
                long rows = new ShardRowReader(table, name, isForeign: true).Rows().LongCount();
                isRelabeled &= columns.Contains("relabeled_instruction");
                FileDigest digest = FileDigest.Of(path, name);
                files.Add(new ShardFileEntry(name, rows, digest.Bytes, digest.Sha256));
            });
            if (problem is not null) problems.Add(problem);
        }

        if (problems.Count > 0) throw new InputException(problems);
        ShardManifest manifest = new()
        {
            SchemaVersion = ShardSchema.Version,
            Rows = files.Sum(f => f.Rows),
            Relabeled = isRelabeled,
            Foreign = true,
            Files = files,
        };
        AtomicFile.Write(destination, manifest.ToJson());
        return manifest;
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
