using System.Security.Cryptography;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Onnx;

namespace Hir.Sampler.Engines;

/// <summary>A graph's file before it is opened: native code parses it, so what a model folder from elsewhere holds there is looked at first.</summary>
internal static class GraphFile
{
    /// <summary>Checks a graph against its folder's manifest, where there is one, and by what it is made of.</summary>
    /// <param name="path">The graph, in its folder.</param>
    /// <exception cref="InputException">It is damaged, or not such as Hir's exporter writes: all problems.</exception>
    public static void Check(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            FolderLinks.RequireInside(folder);
            byte[] bytes = BoundedJson.ReadBytes(path, GraphCheck.LongestFile);
            CheckHash(path, bytes);
            IReadOnlyList<string> problems = GraphCheck.Run(bytes, name => new FileInfo(Path.Combine(folder, name)) is { Exists: true } file ? file.Length : null);
            if (problems.Count > 0) throw new InputException([.. problems.Select(p => $"{path}: {p}. Export the model folder again.")]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the graph cannot be read: {e.Message}", e);
        }
    }

    private static void CheckHash(string path, byte[] bytes)
    {
        string manifestPath = Path.Combine(Path.GetDirectoryName(path)!, ModelManifest.FileName);
        if (!File.Exists(manifestPath)) return;
        ModelManifest manifest = ModelManifest.Parse(BoundedJson.ReadBytes(manifestPath, BoundedJson.LongestRecord), manifestPath);
        string found = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string? expected = manifest.Files.FirstOrDefault(f => f.Name == Path.GetFileName(path))?.Sha256;
        if (expected is null)
        {
            throw new InputException($"{path}: {ModelManifest.FileName} does not list it. Export the model folder again.");
        }

        if (found != expected)
        {
            throw new InputException($"{path}: its SHA-256 is {found}, and {ModelManifest.FileName} says {expected}: it is damaged. Copy or export the folder again.");
        }
    }
}
