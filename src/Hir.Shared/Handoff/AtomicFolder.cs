using Microsoft.Win32.SafeHandles;

namespace Hir.Shared.Handoff;

/// <summary>
/// Writes a folder that appears as a whole or not at all: its files go to a working folder beside, are forced to the disk, and the working
/// folder is renamed. A published folder is never written again. Disposing without <see cref="Publish"/> deletes the working folder.
/// </summary>
/// <example><code>
/// using AtomicFolder folder = AtomicFolder.Create("models/v000001", bytesNeeded);
/// using (HashedFileStream file = folder.CreateFile("model.safetensors")) { … }
/// folder.Publish();
/// </code></example>
public sealed class AtomicFolder : IDisposable
{
    private readonly List<FileDigest> _files = [];
    private readonly DirectoryHandle _lock;
    private bool _done;

    private AtomicFolder(string destination, string workingPath, DirectoryHandle workingLock)
    {
        Destination = destination;
        WorkingPath = workingPath;
        _lock = workingLock;
    }

    /// <summary>The full path that the folder will have.</summary>
    public string Destination { get; }

    /// <summary>The full path of the folder that files are written to until then.</summary>
    public string WorkingPath { get; }

    /// <summary>The files that <see cref="CreateFile"/> and its kin have completed so far, in that order.</summary>
    public IReadOnlyList<FileDigest> Files => _files;

    /// <summary>Starts a folder, after deleting what a killed writer of the same folder left. Missing parents are created.</summary>
    /// <param name="destination">The path that the folder will have. It must not exist, unless as an empty folder.</param>
    /// <param name="bytesNeeded">How many bytes will be written in all; 0 where that is not known.</param>
    /// <exception cref="InputException">The destination exists, or may not be written.</exception>
    /// <exception cref="IOException">The disk has not enough room.</exception>
    public static AtomicFolder Create(string destination, long bytesNeeded = 0)
    {
        destination = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        RequireAbsent(destination);
        string parent = Leftovers.ParentOf(destination);
        FreeSpace.Require(parent, bytesNeeded);
        try
        {
            Directory.CreateDirectory(parent);
            Leftovers.DeleteFor(destination);
            while (true)
            {
                string working = Leftovers.NewName(destination);
                Directory.CreateDirectory(working);
                DirectoryHandle? handle = DirectoryHandle.TryOpen(working);
                // Between creating and locking another writer of the same target may have taken it for a leftover.
                if (handle is not null && handle.TryLock() && Directory.Exists(working)) return new AtomicFolder(destination, working, handle);
                handle?.Dispose();
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException io && !FreeSpace.IsExhausted(io)))
        {
            throw new InputException($"{destination}: the folder cannot be created: {e.Message} Choose a folder that you may write to.", e);
        }
    }

    /// <summary>Creates a file of the folder; closing the stream adds its digest to <see cref="Files"/>.</summary>
    /// <param name="name">The path below the folder, with forward slashes.</param>
    public HashedFileStream CreateFile(string name)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new HashedFileStream(path, name, _files.Add, sync: false);
    }

    /// <summary>Writes a whole file of the folder.</summary>
    /// <param name="name">The path below the folder, with forward slashes.</param>
    /// <param name="content">Its bytes.</param>
    public FileDigest WriteFile(string name, ReadOnlySpan<byte> content)
    {
        using (HashedFileStream file = CreateFile(name)) file.Write(content);
        return _files[^1];
    }

    /// <summary>Copies a file from elsewhere into the folder.</summary>
    /// <param name="source">The file to copy.</param>
    /// <param name="name">The path below the folder, with forward slashes.</param>
    public FileDigest CopyFile(string source, string name)
    {
        using (FileStream from = new(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan))
        using (HashedFileStream to = CreateFile(name))
        {
            from.CopyTo(to, 1 << 20);
        }

        return _files[^1];
    }

    /// <summary>
    /// Makes the folder appear under its name: everything in it is on the disk first, files that were written by path included. Afterwards the
    /// folder survives a loss of power.
    /// </summary>
    /// <exception cref="InputException">Another writer published the same folder meanwhile.</exception>
    /// <exception cref="IOException">Synchronising or renaming failed; the destination is as it was.</exception>
    public void Publish()
    {
        ObjectDisposedException.ThrowIf(_done, this);
        string[] folders = Directory.GetDirectories(WorkingPath, "*", SearchOption.AllDirectories);
        SyncAll([.. Directory.GetFiles(WorkingPath, "*", SearchOption.AllDirectories)], [WorkingPath, .. folders]);
        RequireAbsent(Destination);
        if (Directory.Exists(Destination)) Directory.Delete(Destination);
        Directory.Move(WorkingPath, Destination);
        _done = true;
        DirectoryHandle.Sync(Leftovers.ParentOf(Destination));
    }

    /// <summary>Deletes the working folder unless it was published.</summary>
    public void Dispose()
    {
        if (!_done && Directory.Exists(WorkingPath)) Directory.Delete(WorkingPath, recursive: true);
        _done = true;
        _lock.Dispose();
    }

    /// <summary>All at once: a journaling file system then commits them together instead of one after the other.</summary>
    private static void SyncAll(string[] files, string[] folders)
    {
        const int Most = 8;
        Action[] syncs =
        [
            .. files.Select(path => (Action)(() =>
            {
                using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
                RandomAccess.FlushToDisk(handle);
            })),
            .. folders.Select(path => (Action)(() => DirectoryHandle.Sync(path))),
        ];
        // Threads of their own: they wait for the disk, and the pool would hand out two or three.
        Task[] tasks = [.. syncs.Chunk((syncs.Length + Most - 1) / Most).Select(chunk => Task.Factory.StartNew(
            () => Array.ForEach(chunk, sync => sync()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            Task.WaitAll(tasks);
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is IOException io)
        {
            throw FreeSpace.IsExhausted(io) ? FreeSpace.Exhausted(folders[0], io) : new IOException(io.Message, e);
        }
    }

    /// <summary>Refuses a destination that holds something already, with an <see cref="InputException"/>: for before long work.</summary>
    /// <param name="destination">The folder that is to be written.</param>
    public static void RequireAbsent(string destination)
    {
        bool taken = File.Exists(destination)
            || (Directory.Exists(destination) && Directory.EnumerateFileSystemEntries(destination).Any());
        if (taken)
        {
            throw new InputException($"{destination}: it exists already and is never overwritten. Choose another folder, or delete it first.");
        }
    }

    private string PathOf(string name)
    {
        string path = Path.GetFullPath(Path.Combine(WorkingPath, name));
        if (path.StartsWith(WorkingPath + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return path;
        throw new InvalidOperationException($"{name} is not a file below the folder {Destination}.");
    }
}
