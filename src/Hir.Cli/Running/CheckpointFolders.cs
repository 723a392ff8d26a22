using System.Globalization;
using Hir.Learner.Training;

namespace Hir.Cli.Running;

/// <summary>The checkpoints of a run, named by the number of steps done; the newest two are kept.</summary>
internal sealed class CheckpointFolders(string folder)
{
    private const string Prefix = "step-";
    private const int Kept = 2;

    /// <summary>The newest complete checkpoint, or null.</summary>
    public (string Path, long Step)? Latest() => All() is [.., var last] ? last : null;

    public void Save(LearnerSession session, long step)
    {
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D9}"));
        // An iteration without a step, or a stop right after a save, leaves nothing new but the position.
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        session.SaveCheckpoint(path);
        foreach ((string old, _) in All().SkipLast(Kept)) Directory.Delete(old, recursive: true);
    }

    private (string Path, long Step)[] All() => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateDirectories(folder, Prefix + "*")
            .Select(p => (Path: p, IsStep: long.TryParse(Path.GetFileName(p)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long step), Step: step))
            .Where(c => c.IsStep).OrderBy(c => c.Step).Select(c => (c.Path, c.Step)),
    ];
}
