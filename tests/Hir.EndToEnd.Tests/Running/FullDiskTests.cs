using System.Diagnostics;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

/// <summary>A run on a disk that fills up: it ends with a message, and goes on once there is room.</summary>
[Collection(TinyModelCollection.Name)]
public sealed class FullDiskTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SmallDiskFact]
    public void Run_FullDisk_SaysSoKeepsWhatIsThereAndResumes()
    {
        using var disk = new SmallDisk(_folder.File("disk"), "24m");
        string config = model.Configure(_folder);
        string ballast = Path.Combine(disk.Path, "ballast");
        File.WriteAllBytes(ballast, new byte[23_500_000]);

        HirResult full = HirProgram.Run("run", config, "--out", Path.Combine(disk.Path, "run"));

        Assert.True(full.ExitCode is 1 or 2, full.Error);
        Assert.Contains(disk.Path, full.Error, StringComparison.Ordinal);
        File.Delete(ballast);
        HirProgram.Run("run", config, "--out", Path.Combine(disk.Path, "run"), "--resume").Succeeded();
        Assert.Equal("done", RunRecord.Read(new RunFolder(Path.Combine(disk.Path, "run")))!.State);
    }
}

/// <summary>A test that mounts a small file system of its own, which takes root.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (Environment.UserName != "root") Skip = Reason;
    }

    private static string Reason => "mounts a small tmpfs, which takes root";
}

internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(string path, string size)
    {
        Path = path;
        Directory.CreateDirectory(path);
        Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path);
    }

    public string Path { get; }

    public void Dispose() => Run("umount", "-l", Path);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
