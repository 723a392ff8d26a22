namespace Hir.Shared.Shards;

/// <summary>A folder of shards that was read.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Rows">Its rows, in the order in which they were written.</param>
/// <param name="Settings">The resolved sampling settings that its first file records, name to value.</param>
/// <param name="Bytes">The bytes of its files, without the manifest.</param>
/// <param name="Seconds">How long reading, checking and decoding took.</param>
public sealed record ShardFolder(
    string Path,
    ShardManifest Manifest,
    IReadOnlyList<ShardRow> Rows,
    IReadOnlyDictionary<string, string> Settings,
    long Bytes,
    double Seconds);
