using System.Diagnostics;

namespace Hir.EndToEnd.Tests.Setup;

/// <summary>What a program that was started has said so far, and its end.</summary>
internal sealed class Launched : IDisposable
{
    private static readonly TimeSpan limit = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly List<string> output = [], error = [];

    private Launched(Process process) => this.process = process;

    public string Output => Text(output);

    public string Error => Text(error);

    public int ExitCode => process.ExitCode;

    public int Id => process.Id;

    /// <summary>Starts a program with this environment added; a null value removes a variable.</summary>
    public static Launched Start(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>> environment, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach ((string name, string? value) in environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        var launched = new Launched(new Process { StartInfo = start });
        launched.process.OutputDataReceived += (_, e) => Keep(launched.output, e.Data);
        launched.process.ErrorDataReceived += (_, e) => Keep(launched.error, e.Data);
        launched.process.Start();
        launched.process.StandardInput.Close();
        launched.process.BeginOutputReadLine();
        launched.process.BeginErrorReadLine();
        return launched;
    }

    /// <summary>Checks the exit code; where it is another one, the failure shows what was said.</summary>
    public Launched With(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} and not {exitCode}:{Environment.NewLine}{Output}{Environment.NewLine}{Error}");
        return this;
    }

    /// <summary>Waits for the end.</summary>
    public Launched Ended()
    {
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"It did not end within {limit}. So far:{Environment.NewLine}{Output}{Error}");
        }

        process.WaitForExit();
        return this;
    }

    /// <summary>Waits until it has said this on standard error.</summary>
    public void HasSaid(string text) => Until(() => Error.Contains(text, StringComparison.Ordinal), $"'{text}' was not said");

    /// <summary>Waits until something has happened; fails if the program ends before.</summary>
    public void Until(Func<bool> condition, string otherwise)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); Thread.Sleep(10))
        {
            if (clock.Elapsed > limit || (process.HasExited && !condition())) Assert.Fail($"{otherwise}: {Output}{Environment.NewLine}{Error}");
        }
    }

    public void Kill() => process.Kill(entireProcessTree: true);

    public void Dispose() => process.Dispose();

    private static void Keep(List<string> lines, string? line)
    {
        if (line is null) return;
        lock (lines) lines.Add(line);
    }

    private static string Text(List<string> lines)
    {
        lock (lines) return string.Join('\n', lines);
    }
}
