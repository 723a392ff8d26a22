namespace Hir.Shared.Handoff;

/// <summary>
/// A mark on a model folder that a process has open: a shared lock on the folder, which ends with the process. What deletes versions asks
/// for the exclusive one, and leaves a folder alone where it does not get it. Elsewhere than on Linux there are no such marks.
/// </summary>
public sealed class ModelInUse : IDisposable
{
    private static readonly List<ModelInUse> UntilExit = [];

    private readonly DirectoryHandle? _handle;

    private ModelInUse(DirectoryHandle? handle) => _handle = handle;

    /// <summary>
    /// Marks a folder until the mark is disposed of. Where another process has the folder alone there is no mark: it is still writing it,
    /// and nobody deletes it, or it is about to delete it, and the folder is gone in a moment.
    /// </summary>
    public static ModelInUse Mark(string folder)
    {
        DirectoryHandle? handle = DirectoryHandle.TryOpen(folder);
        handle?.TryShare();
        return new ModelInUse(handle);
    }

    /// <summary>Marks a folder for as long as the process lives.</summary>
    public static void MarkUntilExit(string folder)
    {
        ModelInUse mark = Mark(folder);
        lock (UntilExit) UntilExit.Add(mark);
    }

    /// <summary>
    /// Deletes a folder that nobody has marked; false where somebody has. It is renamed first, so that nobody opens a half of it.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="aside">The name that it gets, in the same parent.</param>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    public static bool TryDelete(string folder, string aside)
    {
        using (DirectoryHandle? handle = DirectoryHandle.TryOpen(folder))
        {
            if (handle is null || !handle.TryLock()) return false;
            Directory.Move(folder, aside);
        }

        Directory.Delete(aside, recursive: true);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();
}
