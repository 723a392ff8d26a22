namespace Hir.Shared.Shards;

/// <summary>Reads folders of shards. Files that the manifest does not name are ignored, and so are columns that are not known.</summary>
public static class ShardReader
{
    /// <summary>Reads a whole folder.</summary>
    /// <param name="folder">A folder with a manifest.json of shards.</param>
    /// <param name="verifyHashes">Whether each file's SHA-256 is held against the manifest; its length always is.</param>
    /// <param name="clock">What the measured seconds are taken from; null for the system's.</param>
    /// <exception cref="InputException">
    /// The manifest is missing or of another schema version, or files are missing, truncated, changed or not what they must be: every
    /// problem is named.
    /// </exception>
    public static ShardFolder ReadFolder(string folder, bool verifyHashes = true, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        long start = clock.GetTimestamp();
        ShardManifest manifest = ShardManifest.Read(folder);
        List<ShardRow> rows = [];
        List<string> problems = [];
        IReadOnlyDictionary<string, string>? settings = null;
        foreach (ShardFileEntry entry in manifest.Files)
        {
            string path = Path.Combine(folder, entry.Name);
            string? problem = ShardPart.Compare(path, entry, verifyHashes) ?? ShardPart.Open(path, entry, manifest, table =>
            {
                settings ??= SettingsOf(table);
                rows.AddRange(new ShardRowReader(table, entry.Name, manifest.Foreign).Rows());
            });
            if (problem is not null) problems.Add(problem);
        }

        if (problems.Count > 0) throw new InputException(problems);
        return new ShardFolder(
            Path.GetFullPath(folder),
            manifest,
            rows,
            settings ?? new Dictionary<string, string>(),
            manifest.Files.Sum(f => f.Bytes),
            clock.GetElapsedTime(start).TotalSeconds);
    }

    internal static Dictionary<string, string> SettingsOf(ParquetTable table) => table.Metadata
        .Where(m => m.Key.StartsWith(ShardSchema.SettingPrefix, StringComparison.Ordinal) && m.Key != ShardSchema.VersionKey)
        .ToDictionary(m => m.Key[ShardSchema.SettingPrefix.Length..], m => m.Value);
}
