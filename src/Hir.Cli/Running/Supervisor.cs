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

    /// <summary>How a stopped run is continued: with its resolved configuration, which has all that options and --set once said.</summary>
    public static string ResumeCommand(RunFolder run) => $"hir run {run.Config} --out {run.Path} --resume";

    /// <summary>Runs to the end, or as far as it gets.</summary>
    /// <exception cref="InputException">Another process works in the folder, or what is there does not fit.</exception>
    public async Task<RunState> RunAsync(bool resume, CancellationToken cancellationToken)
    {
        using FolderLock folderLock = FolderLock.Take(run.Lock, "run");
        await WaitForRolesOfAKilledStartAsync(cancellationToken);
        RunRecord? record = RunRecord.Read(run);
        if (record is not null && !resume)
            throw new InputException(
                $"{run.Path}: holds a run already; continue it with --resume, or choose another folder with --name or --out");
        record = record is null ? RunStart.Create(run, plan, terminal) : RunStart.TakeUp(run, record, plan, terminal);
        record = record with { State = ConfigNames.Of(RunState.Running), Attempts = record.Attempts + 1 };
        record.Write(run);

        long start = terminal.Time.GetTimestamp();
        var state = RunState.Failed;
        try
        {
            state = await RunRolesAsync(record.Attempts, cancellationToken);
            if (state == RunState.Done) new Retention(run, plan.Config.Retention, plan.Config.Iterations, terminal.Say).Apply();
            return state;
        }
        finally
        {
            RecordEnd(state, terminal.Time.GetElapsedTime(start));
        }
    }

    private void RecordEnd(RunState state, TimeSpan elapsed)
    {
        try
        {
            RunRecord now = RunRecord.Read(run)!;
            int? best = state is RunState.Done or RunState.StoppedOnCollapse ? EvaluationFile.BestOf(EvaluationFile.ReadAll(run)) : null;
            (now with { State = ConfigNames.Of(state), Seconds = now.Seconds + elapsed.TotalSeconds, BestVersion = best }).Write(run);
        }
        catch (IOException e) when (state != RunState.Done)
        {
            // The role's own failure says more than this one, which most likely follows from it.
            terminal.Warn($"run.json still says running: {e.Message}");
        }
    }

    // A supervisor that was killed leaves roles that end after their step. Until then they write metrics, checkpoints and run.json.
    private async Task WaitForRolesOfAKilledStartAsync(CancellationToken cancellationToken)
    {
        long start = terminal.Time.GetTimestamp();
        bool said = false;
        foreach (string file in RunFolder.Roles.Select(run.RoleLock).Where(File.Exists))
        {
            while (true)
            {
                try
                {
                    FolderLock.Take(file, "role of a run").Dispose();
                    break;
                }
                catch (InputException) when (terminal.Time.GetElapsedTime(start) < StopLimit)
                {
                    if (!said) terminal.Say("waiting for a role of an earlier start to end");
                    said = true;
                    await Task.Delay(TimeSpan.FromMilliseconds(100), terminal.Time, cancellationToken);
                }
            }
        }
    }

    private async Task<RunState> RunRolesAsync(int attempt, CancellationToken cancellationToken)
    {
        string logs = run.Logs(attempt);
        using RoleProcess sampler = Start("sampler", RunFolder.Roles[0]);
        using RoleProcess learner = Start("learner", RunFolder.Roles[1]);
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

        return RunRecord.Read(run)!.StoppedAt is null ? RunState.Done : RunState.StoppedOnCollapse;

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
        string message = $"the {role.Role} ended with exit code {role.ExitCode}; "
            + $"its last lines:{Environment.NewLine}  {said}{Environment.NewLine}Its log is {Path.Combine(logs, role.Role + ".log")}. "
            + $"What was done is kept: mend the cause, then `{ResumeCommand(run)}` continues.";
        return role.ExitCode == ExitCode.WrongInput ? new InputException(message) : new InvalidOperationException(message);
    }
}
