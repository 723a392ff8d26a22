namespace Hir.Shared.Shards;

/// <summary>Finds folders of shards.</summary>
public static class ShardFolders
{
    /// <summary>
    /// The complete folders of shards that a path means: the folder itself where it has a manifest, else those of its subfolders that have
    /// one (iteration-0000, iteration-0001, …), in ordinal order. Subfolders without a manifest are not complete and are left out.
    /// </summary>
    /// <param name="path">A folder of shards, or a folder of such folders.</param>
    /// <returns>The folders' paths; never empty.</returns>
    /// <exception cref="InputException">There are none.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new InputException($"{path}: there is no such folder. Name a folder of shards, or a folder of such folders.");
        }

        if (IsComplete(path)) return [path];
        string[] inner = [.. Directory.EnumerateDirectories(path).Where(IsComplete).Order(StringComparer.Ordinal)];
        if (inner.Length > 0) return inner;
        if (Directory.EnumerateFiles(path, "*.parquet").Any()) ShardManifest.Read(path);
        throw new InputException(
            $"{path}: neither it nor a folder in it has a {ShardManifest.FileName}, so there are no complete shards. "
            + "Name a folder that `hir sample` or `hir relabel` wrote, or the shards folder of a run.");
    }

    /// <summary>Whether a folder has a manifest, and so is complete.</summary>
    public static bool IsComplete(string folder) => File.Exists(Path.Combine(folder, ShardManifest.FileName));
}
