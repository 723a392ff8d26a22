namespace Hir.Shared.Shards;

/// <summary>A folder of shards that was written.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Bytes">The bytes of its files, without the manifest.</param>
/// <param name="Seconds">How long encoding, compressing, writing and forcing to the disk took.</param>
public sealed record ShardFolderWritten(string Path, ShardManifest Manifest, long Bytes, double Seconds);
