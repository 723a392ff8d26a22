using System.Globalization;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Shards;

namespace Hir.Cli.Running;

/// <summary>
/// Deletes the versions that a run's configuration does not keep, and says which checkpoints go. What the run itself still needs stays, and
/// what any process has open. run.json keeps the fingerprints.
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
            int[] published = Published();
            int[] going = [.. published.Except(Kept(published)).Where(v => Directory.Exists(run.Model(v)))];
            ILookup<bool, int> isDeleted = going.ToLookup(v => ModelInUse.TryDelete(run.Model(v), Aside(run.Model(v))));
            Say(isDeleted[true], "deleted, as retention says");
            Say(isDeleted[false], "kept for now: some process has it open");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InputException)
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
        if (settings.KeepBest && Best() is { } best) kept.UnionWith(best < 0 ? published : [best]);
        if (settings.KeepEvery > 0) kept.UnionWith(published.Where(v => v % settings.KeepEvery == 0));
        int needed = FirstNeeded();
        kept.UnionWith(published.Where(v => v >= needed));
        return kept;
    }

    /// <summary>Whether a checkpoint stays: the newest ones, and those that versions which stay were published from.</summary>
    /// <param name="checkpoints">Iterations of all checkpoints, the oldest first.</param>
    internal bool[] KeptCheckpoints(IReadOnlyList<int> checkpoints)
    {
        HashSet<int> versions = settings.KeepLast == 0 ? [] : Kept(Published());
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
        while (File.Exists(run.Evaluation(version)) && IsRelabeled(version)) version++;
        return version - 1;

        bool IsRelabeled(int iteration) => iteration >= iterations || ShardFolders.IsComplete(run.RelabeledOf(iteration));
    }

    // -1 where it cannot be told, and all stay: what is wrong with an evaluation is said where it is needed.
    private int? Best()
    {
        try
        {
            return EvaluationFile.BestOf(EvaluationFile.ReadAll(run));
        }
        catch (InputException)
        {
            return -1;
        }
    }

    private int[] Published() => [.. RunRecord.Read(run)!.Models.Keys.Select(k => int.Parse(k, CultureInfo.InvariantCulture))];

    private void Say(IEnumerable<int> versions, string what)
    {
        foreach (int version in versions) say($"model version {version}: {what}");
    }

    private void DeleteLeftovers()
    {
        foreach (string old in Directory.GetDirectories(run.Models, Discarded + "*")) Directory.Delete(old, recursive: true);
    }

    private string Aside(string folder) => Path.Combine(run.Models, Discarded + Path.GetFileName(folder));
}
