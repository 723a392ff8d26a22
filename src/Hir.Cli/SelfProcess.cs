using System.Diagnostics;

namespace Hir.Cli;

/// <summary>Starts this program again.</summary>
internal static class SelfProcess
{
    public static ProcessStartInfo StartInfo(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo
        {
            FileName = Environment.ProcessPath!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Started as `dotnet hir.dll`, the program is the assembly and not the process's file.
        if (Path.GetFileName(start.FileName) == "dotnet") start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "hir.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }
}
