namespace Hir.Shared.Feedback.Processes;

/// <summary>A program to be started.</summary>
/// <param name="Run">The program and its arguments; no shell reads them.</param>
/// <param name="Folder">Its working folder.</param>
internal sealed record ProgramStart(IReadOnlyList<string> Run, string Folder)
{
    /// <summary>Killed by then, even if this process is gone; null is never.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>All of its environment; null is that of this process.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}
