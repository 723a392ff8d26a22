namespace Hir.Shared.Handoff;

/// <summary>
/// Symbolic links of a folder that came from elsewhere: none may lead out of it, since the folder's author would then choose which of this
/// machine's files are read. The layout of Hugging Face's download cache is the exception: snapshots/REVISION/NAME leads to blobs/HASH
/// beside.
/// </summary>
public static class FolderLinks
{
    private const int MostEntries = 100_000;

    /// <summary>Checks every entry at the top of a folder.</summary>
    /// <param name="folder">The full path of the folder, which may itself be a link.</param>
    /// <exception cref="InputException">A link leads elsewhere, or to nothing, or the folder is too large to be one of a model.</exception>
    public static void RequireInside(string folder)
    {
        string own = Real(folder);
        List<string> allowed = [own];
        if (Path.GetDirectoryName(own) is { } snapshots && Path.GetFileName(snapshots) == "snapshots")
        {
            allowed.Add(Path.Combine(Path.GetDirectoryName(snapshots)!, "blobs"));
        }

        List<string> problems = [];
        int entries = 0;
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (++entries > MostEntries)
            {
                throw new InputException($"{folder}: it holds over {MostEntries} files. A model's folder is needed.");
            }

            if (entry.LinkTarget is null) continue;
            string? target = Resolve(entry);
            if (target is null) problems.Add($"{entry.FullName}: the link leads to nothing ({entry.LinkTarget}). Copy the file itself.");
            else if (!allowed.Any(root => target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            {
                problems.Add(
                    $"{entry.FullName}: the link leads out of the folder ({entry.LinkTarget}). Copy the file itself into the folder.");
            }
        }

        if (problems.Count > 0) throw new InputException(problems);
    }

    private static string? Resolve(FileSystemInfo entry)
    {
        try
        {
            return entry.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target ? Real(target.FullName) : null;
        }
        catch (IOException)
        {
            return null; // Links in a circle.
        }
    }

    /// <summary>The path without links in any of its parts.</summary>
    private static string Real(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string? parent = Path.GetDirectoryName(path);
        if (parent is null) return path;
        string joined = Path.Combine(Real(parent), Path.GetFileName(path));
        FileSystemInfo info = Directory.Exists(joined) ? new DirectoryInfo(joined) : new FileInfo(joined);
        if (info.LinkTarget is null) return joined;
        return info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : joined;
    }
}
