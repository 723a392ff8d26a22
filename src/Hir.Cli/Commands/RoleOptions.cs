using System.CommandLine;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;

namespace Hir.Cli.Commands;

/// <summary>What `hir sample` and `hir learn` have in common when they are a role of a run.</summary>
internal static class RoleOptions
{
    public static Option<string?> Follow { get; } = new("--follow")
    {
        Description = "the folder of a run: work as its role until it is done",
    };

    public static Option<bool> Supervised { get; } = new("--supervised") { Hidden = true };

    public static async Task<int> FollowAsync(
        ParseResult parsed, string path, CancellationToken cancellationToken,
        Func<RunFolder, RunPlan, IProgress<PhaseProgress>, Action<string>, CancellationToken, Task> work)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        var run = new RunFolder(path);
        if (RunRecord.Read(run) is null) throw new InputException($"{path}: holds no run; start one with `hir run`");
        // Two of the same role would both write; a resumed run waits for those of a supervisor that was killed.
        string role = parsed.CommandResult.Command.Name;
        using FolderLock roleLock = FolderLock.Take(run.RoleLock(role), $"`hir {role} --follow`");
        RunPlan plan = RunPlan.Load(ConfigBinder.Bind<RunConfig>(ConfigSource.Load(run.Config)));
        bool supervised = parsed.GetValue(Supervised);
        using SupervisorWatch? watch = supervised ? new SupervisorWatch(cancellationToken) : null;
        IProgress<PhaseProgress> progress = supervised ? new ProgressEvents(Console.Out, terminal.Time) : terminal;
        try
        {
            await work(run, plan, progress, terminal.Say, watch?.Token ?? cancellationToken);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            terminal.Say("stopped; what was done is saved");
            return ExitCode.Interrupted;
        }
    }

    public static void Require(ParseResult parsed, params Option<string?>[] options)
    {
        string[] missing = [.. options.Where(o => parsed.GetValue(o) is null).Select(o => $"{o.Name} is missing: {o.Description}")];
        if (missing.Length > 0) throw new InputException(missing);
    }
}
