using System.Globalization;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;

namespace Hir.Cli.Studies;

/// <summary>
/// Does the runs of a study, several at a time, each in a process of its own. A run that is done already is not done again and one that was
/// stopped goes on, so the same command continues a study.
/// </summary>
internal sealed class StudyRunner(string folder, int parallel, Terminal terminal)
{
    /// <summary>Does what is left to do.</summary>
    /// <returns>What came of the runs that ended, in the study's order; a run that failed is said and left out.</returns>
    public async Task<IReadOnlyList<StudyRunResult>> RunAsync(Study study, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using FolderLock folderLock = FolderLock.Take(Path.Combine(folder, ".lock"), "study");
        StudyRun[] runs = [.. study.Runs];
        var results = new StudyRunResult?[runs.Length];
        int ended = 0;
        long start = terminal.Time.GetTimestamp();
        ParallelOptions options = new() { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, runs.Length), options, async (i, token) =>
        {
            string said = await RunAsync(study, runs[i], token);
            if (said.Length == 0) results[i] = await ReadAsync(study, runs[i], token);
            int count = Interlocked.Increment(ref ended);
            TimeSpan left = terminal.Time.GetElapsedTime(start) / count * (runs.Length - count);
            terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} of {runs.Length}: {runs[i].Name}: {results[i]?.Shown ?? "failed: " + said}"
                    + $"{(count < runs.Length ? $"; about {ProgressLine.Duration(left.TotalSeconds)} left" : "")}"));
        });
        return [.. results.OfType<StudyRunResult>()];
    }

    private async Task<StudyRunResult> ReadAsync(Study study, StudyRun run, CancellationToken cancellationToken) =>
        StudyRunResult.Read(run, Of(run)) with
        {
            Levels = study.AsksLevels ? await LevelScore.AllOfAsync(Of(run), terminal.Time, cancellationToken) : [],
        };

    private RunFolder Of(StudyRun run) => new(Path.Combine(folder, run.Name));

    // Empty, or why it failed.
    private async Task<string> RunAsync(Study study, StudyRun run, CancellationToken cancellationToken)
    {
        RunFolder target = Of(run);
        if (RunRecord.Read(target) is { } record && record.State != ConfigNames.Of(RunState.Running)
            && record.State != ConfigNames.Of(RunState.Interrupted) && record.State != ConfigNames.Of(RunState.Failed))
        {
            return "";
        }

        string[] arguments =
        [
            "run", study.Config, .. study.Settings.Concat(run.Method.Settings).SelectMany(s => new[] { "--set", s }),
            "--seed", run.Seed.ToString(CultureInfo.InvariantCulture), "--threads", "1", "--out", target.Path, "--resume", "--quiet",
        ];
        (int exitCode, string said) = await SelfProcess.RunAsync(arguments, cancellationToken);
        return exitCode == ExitCode.Done ? "" : $"exit code {exitCode}: {said.Trim()}";
    }
}
