using System.Diagnostics;
using Xunit;

namespace Hir.Testing;

/// <summary>A folder with a file system of its own: a disk that is soon full, or one that cannot be written.</summary>
public sealed class Mount : IDisposable
{
    private static readonly Lazy<bool> Possible = new(Try);

    private Mount(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Whether this machine lets tests mount (as root, outside of closed containers).</summary>
    public static bool IsPossible => Possible.Value;

    /// <summary>An empty disk of so many KiB on a folder of the test's.</summary>
    public static Mount SmallDisk(string folder, int kibibytes)
    {
        Directory.CreateDirectory(folder);
        Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", folder);
        return new Mount(folder);
    }

    /// <summary>A folder of the test's, with what is in it, as a disk that cannot be written.</summary>
    public static Mount ReadOnly(string folder)
    {
        Directory.CreateDirectory(folder);
        Run("mount", "--bind", folder, folder);
        Mount mount = new(folder);
        Run("mount", "-o", "remount,ro,bind", folder);
        return mount;
    }

    public void Dispose() => Run("umount", Path);

    private static bool Try()
    {
        try
        {
            using TempFolder temp = new();
            using Mount mount = SmallDisk(temp.File("disk"), 16);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors}");
    }
}

/// <summary>A test that mounts a disk; where that is not possible it is skipped and says so.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        if (!Mount.IsPossible) Skip = "needs to mount a small disk, which this user or this container may not do";
    }
}
