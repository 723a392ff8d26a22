using System.Diagnostics;
using System.Text.Json;
using Hir.Cli.Display;
using Hir.Shared.Metrics;

namespace Hir.Cli.Running;

/// <summary>
/// A role of a run as a process of its own. Its standard output carries progress as one JSON object a line, its standard error goes to a
/// log; its standard input stays open as long as the supervisor lives, so that no role works on for a supervisor that was killed.
/// </summary>
internal sealed class RoleProcess : IDisposable
{
    private const int KeptLines = 12;
    private const string Warning = "warning: ";

    private readonly Process _process;
    private StreamWriter? _log;
    private readonly Queue<string> _lastLines = new();

    private RoleProcess(string role, Process process, StreamWriter log)
    {
        Role = role;
        _process = process;
        _log = log;
    }

    public string Role { get; }

    public int ExitCode => _process.ExitCode;

    public int Id => _process.Id;

    /// <summary>The last lines that it said, for an error message.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lastLines) return [.. _lastLines];
        }
    }

    /// <summary>Starts a role.</summary>
    /// <param name="role">Its name, for messages.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="logPath">Where its standard error goes.</param>
    /// <param name="terminal">Shows its progress, and its warnings as they come.</param>
    public static RoleProcess Start(string role, IReadOnlyList<string> arguments, string logPath, Terminal terminal)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logPath)!);
        var log = new StreamWriter(new FileStream(logPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        var process = new Process { StartInfo = SelfProcess.StartInfo(arguments) };
        var self = new RoleProcess(role, process, log);
        process.OutputDataReceived += (_, e) => self.OnOutput(e.Data, terminal);
        process.ErrorDataReceived += (_, e) => 
        {
            self.OnError(e.Data);
            if (e.Data?.StartsWith(Warning, StringComparison.Ordinal) == true) terminal.Warn(e.Data[Warning.Length..]);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return self;
    }

    public Task WaitAsync() => _process.WaitForExitAsync();

    /// <summary>Asks it to finish its step, save and end, by closing its standard input.</summary>
    public void AskToStop() => _process.StandardInput.Close();

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
        lock (_lastLines) CloseLog();
    }

    private void OnOutput(string? line, IProgress<PhaseProgress> progress)
    {
        if (line is null) return;
        try
        {
            if (JsonSerializer.Deserialize<PhaseProgress>(line) is { } value) progress.Report(value);
        }
        catch (JsonException)
        {
            OnError(line);
        }
    }

    private void OnError(string? line)
    {
        if (line is null) return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines) _lastLines.Dequeue();
            try
            {
                _log?.WriteLine(line);
            }
            catch (IOException)
            {
                // The disk is full. This is a callback, where an exception would end the whole program; the last lines are still known.
                CloseLog();
            }
        }
    }

    private void CloseLog()
    {
        try
        {
            _log?.Dispose();
        }
        catch (IOException)
        {
            // What was not written yet cannot be.
        }

        _log = null;
    }
}
