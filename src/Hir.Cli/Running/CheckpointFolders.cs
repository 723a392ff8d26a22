using System.Globalization;
using System.Text.RegularExpressions;
using Hir.Learner.Training;

namespace Hir.Cli.Running;

/// <summary>
/// The checkpoints of a run, named by the iteration and by the number of steps done in all; the newest two are kept, and those that
/// retention keeps with their versions.
/// </summary>
internal sealed partial class CheckpointFolders(string folder, Retention? retention = null)
{
    private const string Discarded = "old-";
    private const int Kept = 2;

    /// <summary>The newest complete checkpoint, or null.</summary>
    public (string Path, int Iteration, long Step)? Latest() => All() is [.., var last] ? last : null;

    public void Save(LearnerSession session)
    {
        LearnerPosition at = session.Position;
        string path = Path.Combine(folder, NameOf(at.Iteration, at.TotalSteps));
        // A stop right after a save has nothing new. What is there stays: deleting it first would leave a moment without any checkpoint.
        if (Directory.Exists(path)) return;
        session.SaveCheckpoint(path);
        Prune();
    }

    /// <summary>The folder's name of a checkpoint within or at the end of an iteration.</summary>
    internal static string NameOf(int iteration, long step) =>
        string.Create(CultureInfo.InvariantCulture, $"iteration-{iteration:D4}-step-{step:D9}");

    /// <summary>Deletes all but the newest. A folder is renamed first, so that one which is half deleted is never taken for a
    /// checkpoint.</summary>
    internal void Prune()
    {
        (string Path, int Iteration, long Step)[] all = All();
        bool[]? kept = retention?.KeptCheckpoints([.. all.Select(c => c.Iteration)]);
        foreach ((string old, _, _) in all.SkipLast(Kept).Where((_, i) => kept is null || !kept[i]))
            Directory.Move(old, Path.Combine(folder, Discarded + Path.GetFileName(old)));
        foreach (string old in Directory.GetDirectories(folder, Discarded + "*")) Directory.Delete(old, recursive: true);
    }

    private (string Path, int Iteration, long Step)[] All() => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateDirectories(folder)
            .Select(p => (Path: p, Match: Name().Match(Path.GetFileName(p)))).Where(c => c.Match.Success)
            .Select(c => (c.Path, Iteration: (int)Number(c.Match, 1), Step: Number(c.Match, 2)))
            .OrderBy(c => c.Iteration).ThenBy(c => c.Step),
    ];

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("^iteration-([0-9]{1,9})-step-([0-9]{1,18})$")]
    private static partial Regex Name();
}
