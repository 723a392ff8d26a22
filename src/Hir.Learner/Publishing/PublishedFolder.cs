using Hir.Shared.Handoff;

namespace Hir.Learner.Publishing;

/// <summary>Moves a published model folder's files into a folder that holds other files already.</summary>
internal static class PublishedFolder
{
    /// <summary>Moves every file, the manifest last: until it is there the target is no model folder.</summary>
    public static ModelFolder MoveInto(string published, string target)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(published).OrderBy(p => Path.GetFileName(p) == ModelManifest.FileName).ToArray())
        {
            string destination = Path.Combine(target, Path.GetFileName(path));
            if (Directory.Exists(path)) Directory.Move(path, destination);
            else File.Move(path, destination);
        }

        Directory.Delete(published);
        return ModelFolder.Open(target);
    }
}
