using System.Globalization;

namespace Hir.Shared.Handoff;

/// <summary>Looks at the room on a disk before something is written to it.</summary>
public static class FreeSpace
{
    private const int NoSpaceOnDevice = 28;
    private const int QuotaExceeded = 122;
    private const string Mend = "Delete what is not needed (old runs, old model versions), or choose a folder on another disk.";

    /// <summary>Checks that a disk has room.</summary>
    /// <param name="folder">A folder on that disk; where it does not exist yet, its nearest existing parent counts.</param>
    /// <param name="bytesNeeded">How many bytes will be written; 0 or less checks nothing.</param>
    /// <exception cref="IOException">There is too little room: the message has the path, what is needed, what is free, and what to do.</exception>
    public static void Require(string folder, long bytesNeeded)
    {
        if (bytesNeeded <= 0) return;
        DirectoryInfo? existing = new(Path.GetFullPath(folder));
        while (existing is { Exists: false }) existing = existing.Parent;
        if (existing is null) return;
        long free = new DriveInfo(existing.FullName).AvailableFreeSpace;
        if (free < bytesNeeded)
        {
            throw new IOException($"{folder}: the disk has {Describe(free)} free, but {Describe(bytesNeeded)} are needed. {Mend}");
        }
    }

    internal static bool IsExhausted(IOException e) => e.HResult is NoSpaceOnDevice or QuotaExceeded;

    internal static IOException Exhausted(string path, IOException cause) =>
        new($"{path}: the disk became full while writing. {Mend}", cause);

    private static string Describe(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };
}
