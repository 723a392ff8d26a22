using System.Globalization;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Shards;

namespace Hir.Cli.Running;

/// <summary>
/// Deletes the versions and checkpoints that a run's configuration does not keep. What the run itself still needs stays, and what any process
/// has open. run.json keeps the fingerprints.
/// </summary>
internal sealed class Retention(RunFolder run, RetentionSection settings, int iterations, Action<string> say)
{
    private const string Discarded = "old-";

    // Two, since the newest may be of a training that nobody has published yet.
    private const int NewestCheckpoints = 2;

    /// <summary>Deletes what is to go. That it fails harms nothing: the next call tries again.</summary>
    public void Apply()
    {
        if (settings.KeepLast == 0) return;
        try
        {
            DeleteLeftovers();
            RunRecord record = RunRecord.Read(run)!;
            int[] published = [.. record.Models.Keys.Select(k => int.Parse(k, CultureInfo.InvariantCulture))];
            HashSet<int> kept = Kept(published);
            int[] deleted = [.. published.Except(kept).Where(Delete)];
            if (deleted.Length > 0) say($"deleted model version{(deleted.Length > 1 ? "s" : "")} {string.Join(", ", deleted)}, as retention says");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            say($"warning: old model versions could not be deleted: {e.Message}");
        }
    }

    /// <summary>The versions that stay.</summary>
    /// <param name="published">All that were ever published.</param>
    internal HashSet<int> Kept(IReadOnlyList<int> published)
    {
        // The first one has what each version is made of, tokenizer and configuration among it: a resumed run starts from it.
        HashSet<int> kept = [0, .. published.Order().TakeLast(settings.KeepLast)];
        if (settings.KeepBest && EvaluationFile.BestOf(EvaluationFile.ReadAll(run)) is { } best) kept.Add(best);
        if (settings.KeepEvery > 0) kept.UnionWith(published.Where(v => v % settings.KeepEvery == 0));
        int needed = FirstNeeded();
        kept.UnionWith(published.Where(v => v >= needed));
        return kept;
    }

    /// <summary>Whether a checkpoint stays: the newest ones, and those that versions which stay were published from.</summary>
    /// <param name="checkpoints">Iterations of all checkpoints, the oldest first.</param>
    internal bool[] KeptCheckpoints(IReadOnlyList<int> checkpoints)
    {
        HashSet<int> versions = settings.KeepLast == 0 ? [] : Kept([.. RunRecord.Read(run)!.Models.Keys.Select(k => int.Parse(k, CultureInfo.InvariantCulture))]);
        return
        [
            .. checkpoints.Select((iteration, i) => i >= checkpoints.Count - NewestCheckpoints
                || (versions.Contains(iteration + 1) && checkpoints[i + 1] != iteration)),
        ];
    }

    // The first version that is not evaluated yet or that samples are still to be made with, and the one before it: an iteration may be
    // sampled while the learner is a version ahead.
    private int FirstNeeded()
    {
        int version = 0;
        while (File.Exists(run.Evaluation(version)) && (version >= iterations || ShardFolders.IsComplete(run.RelabeledOf(version)))) version++;
        return version - 1;
    }

    private bool Delete(int version) =>
        Directory.Exists(run.Model(version)) && ModelInUse.TryDelete(run.Model(version), Aside(run.Model(version)));

    private void DeleteLeftovers()
    {
        foreach (string old in Directory.GetDirectories(run.Models, Discarded + "*")) Directory.Delete(old, recursive: true);
    }

    private string Aside(string folder) => Path.Combine(run.Models, Discarded + Path.GetFileName(folder));
}
