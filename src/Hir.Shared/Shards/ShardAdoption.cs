using Hir.Shared.Handoff;

namespace Hir.Shared.Shards;

/// <summary>Parquet files of another tool that were taken in as shards.</summary>
/// <param name="Manifest">The manifest that was written.</param>
/// <param name="Absent">Columns of shards that no file has, and that are read as neutral values; those added later are not counted.</param>
/// <param name="Unknown">Columns of the files that shards do not have, and that nobody reads.</param>
public sealed record ShardAdoption(ShardManifest Manifest, IReadOnlyList<string> Absent, IReadOnlyList<string> Unknown)
{
    /// <summary>
    /// Takes Parquet files of another tool as shards: checks every *.parquet file of the folder and writes a manifest marked foreign. The
    /// files themselves stay as they are.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">
    /// The folder has a manifest already, has no such files, or they are not fit: at least the columns query, output, and task or query_id,
    /// every known column of its type, every value within its rule, no sample_id twice. Every problem, by file and column.
    /// </exception>
    public static ShardAdoption Adopt(string folder)
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

        ForeignCheck check = new();
        foreach (string path in paths) check.Check(path);
        if (check.Problems.Count > 0) throw new InputException(check.Problems);
        ShardManifest manifest = new()
        {
            SchemaVersion = ShardSchema.Version,
            Rows = check.Files.Sum(f => f.Rows),
            Relabeled = check.IsRelabeled,
            Foreign = true,
            Files = check.Files,
        };
        AtomicFile.Write(destination, manifest.ToJson());
        IReadOnlyList<ShardColumn> known = manifest.Relabeled ? ShardSchema.Relabeled : ShardSchema.Plain;
        return new ShardAdoption(
            manifest,
            [.. known.Where(c => !c.IsLater).Select(c => c.Name).Except(check.Columns)],
            [.. check.Columns.Except(ShardSchema.Relabeled.Select(c => c.Name)).Order(StringComparer.Ordinal)]);
    }
}
