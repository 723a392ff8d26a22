namespace Hir.Shared.Feedback.Processes;

/// <summary>Finds programs as a shell does: a name in the folders of PATH, anything with a slash from the working folder.</summary>
internal static class ProgramPath
{
    /// <summary>The program's file, or null where there is none that may be run.</summary>
    public static string? Find(string program, string folder)
    {
        if (program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            string path = Path.GetFullPath(program, folder);
            return MayRun(path) ? path : null;
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(f => Path.Combine(f, program)).FirstOrDefault(MayRun);
    }

    /// <summary>What is wrong with a command of a configuration before it is ever run; null where it is sound.</summary>
    public static string? Problem(IReadOnlyList<string> run, string folder)
    {
        if (Find(run[0], folder) is not null) return null;
        return run[0].Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? $"{Path.GetFullPath(run[0], folder)} is no program that may be run; give its path, and make it executable (chmod +x)"
            : $"there is no program '{run[0]}' on the PATH; install it, or give its whole path";
    }

    private static bool MayRun(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) != 0);
    }
}
