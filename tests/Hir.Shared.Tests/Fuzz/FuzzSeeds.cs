using System.Text;
using Hir.Testing;

namespace Hir.Shared.Tests.Fuzz;

/// <summary>Real files that fuzz tests start from: of the checkout, and of the shared fixtures where they are there.</summary>
internal static class FuzzSeeds
{
    public static byte[] Base(string name) => File.ReadAllBytes(Path.Combine(SharedFixtures.Root, "data", "base", name));

    /// <summary>The files of that name of every fixture model; none where there are no fixtures.</summary>
    public static IEnumerable<byte[]> OfModels(string name, int longest = 1 << 20)
    {
        string folder = SharedFixtures.PathOf("fixtures", "models");
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => new FileInfo(file).Length <= longest).Select(File.ReadAllBytes);
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static bool IsInput(Exception e) => e is InputException;
}
