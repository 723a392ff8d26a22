using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;

namespace Hir.Cli.Demos;

/// <summary>One of the runs that a demo consists of.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Plan">What it does.</param>
/// <param name="Says">What is said when it starts.</param>
internal sealed record DemoRun(RunFolder Folder, RunPlan Plan, string Says)
{
    /// <summary>Does the runs, one after the other.</summary>
    /// <returns>Whether all ended, of themselves or by collapse; false after an interruption.</returns>
    public static async Task<bool> AllAsync(
        IReadOnlyList<DemoRun> runs, bool resume, Terminal terminal, CancellationToken cancellationToken)
    {
        for (int i = 0; i < runs.Count; i++)
        {
            terminal.Say($"{i + 1} of {runs.Count}: {runs[i].Says}");
            RunState state = await runs[i].RunAsync(resume, terminal, cancellationToken);
            if (state is not (RunState.Done or RunState.StoppedOnCollapse)) return false;
        }

        return true;
    }

    private Task<RunState> RunAsync(bool resume, Terminal terminal, CancellationToken cancellationToken) =>
        // One that stopped on collapse is taken up and ends at once.
        resume && RunRecord.Read(Folder)?.State == ConfigNames.Of(RunState.Done)
            ? Task.FromResult(RunState.Done)
            : new Supervisor(Folder, Plan, terminal).RunAsync(resume, cancellationToken);
}
