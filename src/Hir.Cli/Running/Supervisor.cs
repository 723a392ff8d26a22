using Hir.Cli.Display;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;

namespace Hir.Cli.Running;

/// <summary>Starts the two roles of a run, watches them and ends them together.</summary>
internal sealed class Supervisor(RunFolder run, RunPlan plan, Terminal terminal)
{
    // How long a role may take to finish its step and save once it was asked to stop.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    /// <summary>Runs to the end, or as far as it gets.</summary>
    /// <exception cref="InputException">Another process works in the folder, or what is there does not fit.</exception>
    public async Task<RunState> RunAsync(bool resume, CancellationToken cancellationToken)
    {
        using FolderLock folderLock = FolderLock.Take(run.Lock, "run");
        RunRecord? record = RunRecord.Read(run);
        if (record is not null && !resume)
            throw new InputException($"{run.Path}: holds a run already; continue it with --resume, or choose another folder with --name or --out");
        record = record is null ? RunStart.Create(run, plan, terminal) : RunStart.TakeUp(run, record, plan);
        record = record with { State = ConfigNames.Of(RunState.Running), Attempts = record.Attempts + 1 };
        record.Write(run);

        long start = terminal.Time.GetTimestamp();
        var state = RunState.Failed;
        try
        {
            state = await RunRolesAsync(record.Attempts, cancellationToken);
            return state;
        }
        finally
        {
            RunRecord now = RunRecord.Read(run)!;
            (now with { State = ConfigNames.Of(state), Seconds = now.Seconds + terminal.Time.GetElapsedTime(start).TotalSeconds }).Write(run);
        }
    }

    private async Task<RunState> RunRolesAsync(int attempt, CancellationToken cancellationToken)
    {
        string logs = run.Logs(attempt);
        using RoleProcess sampler = Start("sampler", "sample");
        using RoleProcess learner = Start("learner", "learn");
        RoleProcess[] roles = [sampler, learner];
        Task[] ends = [sampler.WaitAsync(), learner.WaitAsync()];
        var interrupted = new TaskCompletionSource();
        await using (cancellationToken.Register(() => interrupted.TrySetResult()))
        {
            while (ends.Any(e => !e.IsCompleted))
            {
                await Task.WhenAny([.. ends.Where(e => !e.IsCompleted), interrupted.Task]);
                if (interrupted.Task.IsCompleted)
                {
                    terminal.Say("stopping: the roles finish their step and save");
                    await StopAsync(roles, ends);
                    return RunState.Interrupted;
                }

                RoleProcess? failed = roles.Where((r, i) => ends[i].IsCompleted && r.ExitCode != ExitCode.Done).FirstOrDefault();
                if (failed is null) continue;
                await StopAsync(roles, ends);
                if (failed.ExitCode == ExitCode.Interrupted) return RunState.Interrupted;
                throw Failure(failed, logs);
            }
        }

        return RunState.Done;

        RoleProcess Start(string role, string command) =>
            RoleProcess.Start(role, [command, "--follow", run.Path, "--supervised"], Path.Combine(logs, role + ".log"), terminal);
    }

    private static async Task StopAsync(RoleProcess[] roles, Task[] ends)
    {
        for (int i = 0; i < roles.Length; i++)
        {
            if (!ends[i].IsCompleted) roles[i].AskToStop();
        }

        await Task.WhenAny(Task.WhenAll(ends), Task.Delay(StopLimit));
        foreach (RoleProcess role in roles) role.Kill();
        await Task.WhenAll(ends);
    }

    private Exception Failure(RoleProcess role, string logs)
    {
        string said = string.Join(Environment.NewLine + "  ", role.LastLines);
        string message = $"the {role.Role} ended with exit code {role.ExitCode}; its last lines:{Environment.NewLine}  {said}{Environment.NewLine}Its log is {Path.Combine(logs, role.Role + ".log")}. "
            + $"What was done is kept: mend the cause, then `hir run {run.Config} --out {run.Path} --resume` continues.";
        return role.ExitCode == ExitCode.WrongInput ? new InputException(message) : new InvalidOperationException(message);
    }
}
