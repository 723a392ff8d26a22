using System.Globalization;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;

namespace Hir.Cli.Running;

/// <summary>
/// What a run may be told anew when it is resumed: how far it goes, how it is watched and what is kept. What its samples and its training
/// are made of stays, so that a resumed run is one run.
/// </summary>
internal static class ResumeRules
{
    /// <summary>What may change, in words.</summary>
    public const string Described = "iterations (more of them), threads, checkpoint_seconds, stop_on_collapse, evaluation.queries, "
        + "evaluation.batch_size, evaluation.wrong_instruction, retention.*, shards.*, name";

    private static readonly string[] Allowed =
    [
        "threads", "checkpoint_seconds", "stop_on_collapse", "evaluation.queries", "evaluation.batch_size", "evaluation.wrong_instruction",
        "name",
    ];

    private static readonly string[] AllowedGroups = ["retention.", "shards."];

    /// <summary>The changes of a resumed run; all are allowed.</summary>
    /// <exception cref="InputException">Some are not: each by its key, with both values; or the recorded configuration cannot be
    /// read.</exception>
    public static IReadOnlyList<ConfigChange> Changes(RunFolder run, RunPlan plan)
    {
        IReadOnlyList<ConfigChange> changes = ConfigChange.Between(Recorded(run), plan.Config);
        string[] problems = [.. changes.Select(Problem).OfType<string>().Select(p => $"{run.Config}: {p}")];
        if (problems.Length == 0) return changes;
        throw new InputException(
        [
            .. problems,
            $"{run.Path}: the run was started with another configuration. --resume can change {Described}; "
                + "resume without the other changes, or start a new run in another folder "
                + $"(from the weights of this one: --from {run.Path}@ITERATION)",
        ]);
    }

    /// <summary>The configuration that a run was last started with.</summary>
    public static RunConfig Recorded(RunFolder run) => ConfigBinder.Bind<RunConfig>(ConfigSource.Load(run.Config));

    /// <summary>The record with the changes of its next start; those that a cut off start has recorded already are not repeated.</summary>
    public static RunRecord WithChanges(this RunRecord record, IReadOnlyList<ConfigChange> changes)
    {
        RecordedChange[] entries = [.. changes.Select(c => new RecordedChange(record.Attempts + 1, c.Key, c.Old, c.New))];
        return record with { Changes = [.. record.Changes ?? [], .. entries.Except(record.Changes ?? [])] };
    }

    private static string? Problem(ConfigChange change)
    {
        if (change.Key == "iterations")
        {
            return Number(change.New) > Number(change.Old)
                ? null
                : $"{change.Described}; a resumed run can get more iterations, not fewer: stop it where it is instead";
        }

        if (Allowed.Contains(change.Key) || AllowedGroups.Any(g => change.Key.StartsWith(g, StringComparison.Ordinal))) return null;
        return change.Described;
    }

    private static int Number(string? json) => int.Parse(json!, CultureInfo.InvariantCulture);
}
