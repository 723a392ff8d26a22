using System.Globalization;
using Hir.Shared.Handoff;

namespace Hir.Shared.Shards;

/// <summary>Opens one file of a folder of shards and holds it against its manifest.</summary>
internal static class ShardPart
{
    private const string Mend = "Copy it again from where it was written, or sample again.";
    private const string ForeignMend = "Write it again with the columns that docs/formats.md names, query and output and task or "
        + "query_id at least.";

    /// <summary>Checks length and hash; null where they agree, else the problem in a sentence.</summary>
    public static string? Compare(string path, ShardFileEntry entry, bool verifyHash)
    {
        FileInfo file = new(path);
        if (!file.Exists) return $"{path}: the manifest names this file, but it is not there. {Mend}";
        if (file.Length != entry.Bytes)
        {
            string what = file.Length < entry.Bytes ? "it is truncated" : "it was changed after it was written";
            return $"{path}: it has {file.Length} bytes and its manifest says {entry.Bytes}: {what}. {Mend}";
        }

        if (!verifyHash) return null;
        string hash = FileDigest.Of(path, entry.Name).Sha256;
        return hash == entry.Sha256
            ? null
            : $"{path}: its SHA-256 is {hash} and its manifest says {entry.Sha256}: it was changed after it was written. {Mend}";
    }

    /// <summary>Opens a file, checks its schema and counts, and hands it on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="entry">What the manifest says of it, or null where nothing does yet.</param>
    /// <param name="manifest">The manifest, or null where there is none yet.</param>
    /// <param name="use">What to do with it.</param>
    /// <returns>Null, or the problem in a sentence.</returns>
    public static string? Open(string path, ShardFileEntry? entry, ShardManifest? manifest, Action<ParquetTable> use)
    {
        bool isForeign = manifest?.Foreign ?? true;
        try
        {
            // A pipe has no length, and opening it would wait for a writer.
            if (new FileInfo(path) is { Exists: true, Length: 0 }) return $"{path}: it is empty. {Mend}";
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            using ParquetTable table = ParquetTable.Open(stream);
            if (!isForeign && Unlike(path, table, manifest!.Relabeled) is { } problem) return problem;
            if (entry is not null && table.RowCount != entry.Rows)
            {
                return $"{path}: it has {table.RowCount} rows and its manifest says {entry.Rows}. {Mend}";
            }

            use(table);
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            return $"{path}: it cannot be read: {e.Message} Give the user that runs this the right to read it.";
        }
        catch (NotSupportedException e)
        {
            return $"{path}: {e.Message} Write the file again with plain pages and the codec snappy, none, gzip or brotli.";
        }
        catch (Exception e) when (e is not (InputException or OperationCanceledException or OutOfMemoryException))
        {
            // Whatever a library says of a file that it cannot read: the file is at fault, not this program.
            return $"{path}: it is not a sound shard: {e.Message.TrimEnd('.')}. {(isForeign ? ForeignMend : Mend)}";
        }
    }

    private static string? Unlike(string path, ParquetTable table, bool isRelabeled)
    {
        string expected = ShardSchema.Version.ToString(CultureInfo.InvariantCulture);
        if (!table.Metadata.TryGetValue(ShardSchema.VersionKey, out string? version))
        {
            return $"{path}: its metadata has no {ShardSchema.VersionKey}: another tool wrote it. Move it to a folder of its own and "
                + "run `hir shards adopt` there.";
        }

        if (version != expected)
        {
            return $"{path}: its {ShardSchema.VersionKey} is {version}, and this program reads {expected}. "
                + "Read it with the program that wrote it, or sample again with this one.";
        }

        string[] missing = [.. ShardRowReader.Missing(table, isRelabeled)];
        return missing.Length == 0
            ? null
            : $"{path}: it lacks the column{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}. {Mend}";
    }
}
