using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Hir.Shared.Feedback.Processes;

/// <summary>
/// A program in a process group of its own, which can be killed with all that it started. On Linux coreutils' timeout makes the group, and
/// ends it at the program's lifetime even if this process is killed before. A child that leaves the group outlives it: this bounds
/// mistakes, it is no sandbox.
/// </summary>
internal sealed partial class ChildProcess : IDisposable
{
    private const int KillSignal = 9;

    private static readonly string? GroupMaker = OperatingSystem.IsLinux() ? ProgramPath.Find("timeout", "/") : null;

    private readonly Process _process;
    private readonly int _id;

    private ChildProcess(Process process)
    {
        _process = process;
        _id = process.Id;
    }

    /// <summary>The program's standard input; closing it is the end of the input.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Its standard output.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Its standard error.</summary>
    public Stream Errors => _process.StandardError.BaseStream;

    /// <summary>Its exit code, once it has ended; 128 and more is a signal's number after it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static ChildProcess Start(ProgramStart program)
    {
        ProcessStartInfo start = new()
        {
            FileName = ProgramPath.Find(program.Run[0], program.Folder) ?? program.Run[0],
            WorkingDirectory = program.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (GroupMaker is not null)
        {
            start.ArgumentList.Add("--signal=KILL");
            start.ArgumentList.Add((program.Lifetime?.TotalSeconds ?? 0).ToString("0.###", CultureInfo.InvariantCulture)); // 0 is for ever
            start.ArgumentList.Add(start.FileName);
            start.FileName = GroupMaker;
        }

        foreach (string argument in program.Run.Skip(1)) start.ArgumentList.Add(argument);
        if (program.Environment is { } environment)
        {
            start.Environment.Clear();
            foreach ((string name, string value) in environment) start.Environment[name] = value;
        }

        try
        {
            return new ChildProcess(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{program.Run[0]} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Waits until the program has ended; what it started may still run, and hold its output open.</summary>
    public Task WaitAsync() => _process.WaitForExitAsync();

    /// <summary>Kills the program and all that it started. Once it has ended, this kills what it left behind.</summary>
    public void Kill()
    {
        // What left the group is still found below its parent, as long as that lives.
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException or NotSupportedException)
        {
            // It has ended, or a part of it may not be killed.
        }

        KillGroup();
    }

    /// <summary>Kills what is left of the program's group.</summary>
    public void KillGroup()
    {
        // The system keeps the number as long as the group has a member; an empty group is an error that does not matter.
        if (GroupMaker is not null) _ = SendSignal(-_id, KillSignal);
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        else KillGroup();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
