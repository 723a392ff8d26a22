using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hir.Shared.Handoff;

/// <summary>
/// An open directory: the base library can neither force a directory's entries to the disk nor lock a directory, so the C library is called.
/// The lock belongs to the open handle: it ends with the process, however that ends.
/// </summary>
internal sealed partial class DirectoryHandle : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int Interrupted = 4;
    private const int InvalidArgument = 22;

    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private DirectoryHandle(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    /// <summary>Opens a directory, or returns null where there is none.</summary>
    public static DirectoryHandle? TryOpen(string path)
    {
        // Elsewhere the renaming alone has to do.
        if (!OperatingSystem.IsLinux()) return Directory.Exists(path) ? new DirectoryHandle(new SafeFileHandle(), path) : null;
        SafeFileHandle handle = Open(path, CloseOnExec);
        if (!handle.IsInvalid) return new DirectoryHandle(handle, path);
        handle.Dispose();
        return null;
    }

    /// <summary>Forces a directory's entries to the disk.</summary>
    /// <exception cref="IOException">The directory cannot be opened or synchronised.</exception>
    public static void Sync(string path)
    {
        using DirectoryHandle handle = TryOpen(path) ?? throw new IOException($"{path}: the folder cannot be opened.");
        handle.Sync();
    }

    /// <summary>Takes the directory's lock unless another handle, of any process, holds it.</summary>
    public bool TryLock() => _handle.IsInvalid || Flock(_handle, LockExclusive | LockNonBlocking) == 0;

    /// <summary>Takes the directory's lock together with others that share it; false where another handle has it alone.</summary>
    public bool TryShare() => _handle.IsInvalid || Flock(_handle, LockShared | LockNonBlocking) == 0;

    public void Dispose() => _handle.Dispose();

    private void Sync()
    {
        if (_handle.IsInvalid) return;
        while (Fsync(_handle) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == Interrupted) continue;
            // A file system without directory synchronisation says so; there is nothing more to be done on it.
            if (error == InvalidArgument) return;
            throw new IOException($"{_path}: the folder cannot be forced to the disk: {new Win32Exception(error).Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle handle, int operation);
}
