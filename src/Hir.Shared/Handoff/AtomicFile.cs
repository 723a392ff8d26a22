namespace Hir.Shared.Handoff;

/// <summary>Writes a file that holds its old or its new content whatever happens: a sibling is written, forced to the disk and renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file, or replaces it. Missing parent folders are created.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; where it throws, the old file stays.</param>
    /// <param name="bytesNeeded">How many bytes will be written; 0 where that is not known.</param>
    /// <returns>Length and hash of the new content.</returns>
    /// <exception cref="InputException">The path is a folder, or may not be written.</exception>
    /// <exception cref="IOException">The disk has not enough room, or writing failed.</exception>
    public static FileDigest Write(string path, Action<Stream> write, long bytesNeeded = 0)
    {
        path = Path.GetFullPath(path);
        if (Directory.Exists(path)) throw new InputException($"{path}: it is a folder, and a file should be written there. Name a file.");
        string parent = Leftovers.ParentOf(path);
        FreeSpace.Require(parent, bytesNeeded);
        string working = Leftovers.NewName(path);
        HashedFileStream file;
        try
        {
            Directory.CreateDirectory(parent);
            Leftovers.DeleteFor(path);
            file = new HashedFileStream(working, Path.GetFileName(path), completed: null, sync: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException io && !FreeSpace.IsExhausted(io)))
        {
            throw new InputException($"{path}: the file cannot be written: {e.Message} Choose a place that you may write to.", e);
        }

        try
        {
            using (file) write(file);
            File.Move(working, path, overwrite: true);
        }
        catch
        {
            File.Delete(working);
            throw;
        }

        DirectoryHandle.Sync(parent);
        return file.Digest;
    }

    /// <summary>Writes a file of given bytes, or replaces it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its bytes.</param>
    public static FileDigest Write(string path, byte[] content) => Write(path, stream => stream.Write(content), content.Length);

    /// <summary>Writes a text file in UTF-8 without a byte order mark, or replaces it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its text.</param>
    public static FileDigest Write(string path, string content) => Write(path, System.Text.Encoding.UTF8.GetBytes(content));
}
