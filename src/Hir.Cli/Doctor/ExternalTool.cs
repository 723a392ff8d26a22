using System.ComponentModel;
using System.Diagnostics;

namespace Hir.Cli.Doctor;

/// <summary>Asks a small program of the system something.</summary>
internal static class ExternalTool
{
    private static readonly TimeSpan limit = TimeSpan.FromSeconds(20);

    /// <summary>What it writes to standard output and standard error; null if it is not there, fails, or takes longer than 20
    /// seconds.</summary>
    public static string? Ask(string tool, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (!Task.WaitAll([error, output], limit) || !process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return process.ExitCode == 0 ? output.Result + error.Result : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
