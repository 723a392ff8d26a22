namespace Hir.Shared.Handoff;

/// <summary>
/// The names of things that are being written: a dot, the target's name, ".writing-", a number. A writer that is killed leaves such a thing
/// behind; the next writer of the same target deletes it. Living writers hold a lock on theirs, so that it is left alone.
/// </summary>
internal static class Leftovers
{
    private const string Mark = ".writing-";

    /// <summary>A new name beside the target.</summary>
    public static string NewName(string target) =>
        Path.Combine(ParentOf(target), $".{Path.GetFileName(target)}{Mark}{Guid.NewGuid():N}");

    /// <summary>Whether a file or folder name is one of something half written.</summary>
    public static bool IsOne(string name) => name.StartsWith('.') && name.Contains(Mark, StringComparison.Ordinal);

    /// <summary>The full path of the folder that a target lies in.</summary>
    public static string ParentOf(string target) =>
        Path.GetDirectoryName(target) ?? throw new InputException($"{target}: a root folder cannot be written. Name a folder or file below it.");

    /// <summary>Deletes what killed writers of this target left.</summary>
    public static void DeleteFor(string target)
    {
        string pattern = $".{Path.GetFileName(target)}{Mark}*";
        foreach (string folder in Directory.EnumerateDirectories(ParentOf(target), pattern).ToArray())
        {
            using DirectoryHandle? handle = DirectoryHandle.TryOpen(folder);
            if (handle is not null && handle.TryLock()) Try(() => Directory.Delete(folder, recursive: true));
        }

        foreach (string file in Directory.EnumerateFiles(ParentOf(target), pattern).ToArray())
        {
            Try(() =>
            {
                // Opening without sharing fails where the writer is alive.
                using (File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    File.Delete(file);
                }
            });
        }
    }

    private static void Try(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It belongs to a living writer or to somebody else; it does no harm where it is.
        }
    }
}
