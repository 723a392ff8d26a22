using System.Diagnostics;

namespace Hir.EndToEnd.Tests;

/// <summary>The program as a user starts it: a process of its own.</summary>
internal static class HirProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static HirResult Run(params string[] arguments) => RunIn(null, arguments);

    public static HirResult RunIn(string? folder, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"hir {string.Join(' ', arguments)} took longer than {Limit}: {error.Result}");
        }

        process.WaitForExit();
        return new HirResult(process.ExitCode, output.Result, error.Result);
    }

    public static Process Start(string? folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Environment.CurrentDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "hir.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}

/// <summary>What the program did.</summary>
internal sealed record HirResult(int ExitCode, string Output, string Error)
{
    /// <summary>The result, for a command that should succeed.</summary>
    public HirResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return this;
    }

    /// <summary>An error of the user's: exit code 2, and a message with these texts.</summary>
    public HirResult Refused(params string[] texts)
    {
        Assert.True(ExitCode == 2, $"exit code {ExitCode}: {Error}{Output}");
        foreach (string text in texts) Assert.Contains(text, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }
}
