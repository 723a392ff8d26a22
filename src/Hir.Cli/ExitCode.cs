namespace Hir.Cli;

/// <summary>What the program's exit codes mean.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Failed while running.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage, configuration or input.</summary>
    public const int WrongInput = 2;

    /// <summary>Interrupted; the state is saved.</summary>
    public const int Interrupted = 130;
}
