using System.Globalization;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;

namespace Hir.Shared.Shards;

/// <summary>Writes folders of shards: parts of rows, then the manifest; the folder appears as a whole or not at all.</summary>
public static class ShardWriter
{
    /// <summary>Writes a folder of shards.</summary>
    /// <param name="folder">The folder; it must not exist, unless as an empty one.</param>
    /// <param name="rows">The rows, taken once and in order; a part's rows are held in memory at a time.</param>
    /// <param name="info">What the folder records beside them.</param>
    /// <param name="options">The layout; null for the defaults.</param>
    /// <returns>The manifest and what writing cost, without the time that <paramref name="rows"/> took to come.</returns>
    /// <exception cref="InputException">The folder exists or may not be written.</exception>
    /// <exception cref="IOException">The disk is full, or writing failed; nothing was published.</exception>
    public static ShardFolderWritten WriteFolder(
        string folder, IEnumerable<ShardRow> rows, ShardFolderInfo info, ShardOptions? options = null)
    {
        options ??= new ShardOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowsPerPart, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowsPerGroup, 1);
        TimeSpan spent = TimeSpan.Zero;
        long start = options.Clock.GetTimestamp();
        using AtomicFolder target = AtomicFolder.Create(folder);
        List<ShardFileEntry> files = [];

        // An empty folder of shards has a part too: it shows the columns to every reader.
        IEnumerable<ShardRow[]> parts = rows.Chunk(options.RowsPerPart);
        spent += options.Clock.GetElapsedTime(start);
        bool any = false;
        foreach (ShardRow[] part in parts)
        {
            start = options.Clock.GetTimestamp();
            files.Add(WritePart(target, files.Count, part, info, options));
            spent += options.Clock.GetElapsedTime(start);
            any = true;
        }

        start = options.Clock.GetTimestamp();
        if (!any) files.Add(WritePart(target, 0, [], info, options));
        ShardManifest manifest = new()
        {
            SchemaVersion = ShardSchema.Version,
            ModelVersion = info.Foreign ? null : info.ModelVersion,
            ModelFingerprint = info.Foreign ? null : info.ModelFingerprint,
            Seed = info.Foreign ? null : info.Seed,
            Foreign = info.Foreign,
            DataSha256 = info.DataSha256,
            Rows = files.Sum(f => f.Rows),
            Relabeled = info.Relabeled,
            Files = files,
        };
        target.WriteFile(ShardManifest.FileName, manifest.ToJson());
        target.Publish();
        spent += options.Clock.GetElapsedTime(start);
        return new ShardFolderWritten(Path.GetFullPath(folder), manifest, files.Sum(f => f.Bytes), spent.TotalSeconds);
    }

    private static ShardFileEntry WritePart(AtomicFolder target, int index, ShardRow[] rows, ShardFolderInfo info, ShardOptions options)
    {
        foreach (ShardRow row in rows) Check(row, info);
        using MemoryStream content = new();
        ParquetTable.Write(
            content,
            info.Relabeled ? ShardSchema.Relabeled : ShardSchema.Plain,
            rows.Chunk(options.RowsPerGroup),
            MetadataOf(info),
            options.Codec);
        FreeSpace.Require(target.WorkingPath, content.Length);
        FileDigest digest = target.WriteFile(PartName(index), content.GetBuffer().AsSpan(0, (int)content.Length));
        return new ShardFileEntry(digest.Name, rows.Length, digest.Bytes, digest.Sha256);
    }

    private static string PartName(int index) => string.Create(CultureInfo.InvariantCulture, $"part-{index:D5}.parquet");

    // In ordinal order, so that equal settings give equal bytes.
    private static Dictionary<string, string> MetadataOf(ShardFolderInfo info)
    {
        Dictionary<string, string> metadata = new()
        {
            [ShardSchema.VersionKey] = ShardSchema.Version.ToString(CultureInfo.InvariantCulture),
        };
        foreach ((string key, string value) in info.Settings.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            metadata[ShardSchema.SettingPrefix + key] = value;
        }

        return metadata;
    }

    // What comes here was made by this program: a row that breaks a rule is its own mistake.
    private static void Check(ShardRow row, ShardFolderInfo info)
    {
        string? problem = row switch
        {
            _ when row.OutputTokenIds.Count != row.OutputLogprobs.Count && !(info.Foreign && row.OutputLogprobs.Count == 0) =>
                $"it has {row.OutputTokenIds.Count} output tokens and {row.OutputLogprobs.Count} log-probabilities",
            _ when row.ScoreStatus == ScoreStatus.Ok != row.Score.HasValue => $"its score is {row.Score} with status {row.ScoreStatus}",
            _ when row.Score is { } score && !double.IsFinite(score) => $"its score is {score}",
            _ when info.Relabeled && row.RelabeledInstruction is null => "it has no relabeled instruction",
            _ => ShardSchema.ProblemOf(row),
        };
        if (problem is not null) throw new InvalidOperationException($"Row {row.SampleId} cannot be written: {problem}.");
    }
}
