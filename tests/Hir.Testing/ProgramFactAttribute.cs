using Xunit;

namespace Hir.Testing;

/// <summary>A test that runs a program of the machine; where it is not installed the test is skipped and says so.</summary>
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program)
    {
        if (!IsInstalled(program)) Skip = $"needs {program}, which this machine does not have";
    }

    internal static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, program)));
}
