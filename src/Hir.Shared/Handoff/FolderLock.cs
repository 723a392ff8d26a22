namespace Hir.Shared.Handoff;

/// <summary>Keeps a second process out of a folder; the system frees it when the holder ends, however it ends.</summary>
public sealed class FolderLock : IDisposable
{
    private readonly FileStream _stream;

    private FolderLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock, or throws <see cref="InputException"/> at once when another process holds it.</summary>
    public static FolderLock Take(string file, string what)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new FolderLock(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputException($"{file}: no permission to write there ({e.Message}); choose another folder or mend its permissions", e);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new InputException($"{Path.GetDirectoryName(file)}: another {what} is at work in this folder; wait for it, stop it, or choose another folder", e);
        }
        catch (IOException e)
        {
            throw new InputException($"{file}: cannot be created ({e.Message}); choose another folder", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
