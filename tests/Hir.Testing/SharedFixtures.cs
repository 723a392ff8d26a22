namespace Hir.Testing;

/// <summary>Where the reference fixtures lie: a folder named shared beside the checkout, which not every machine has.</summary>
public static class SharedFixtures
{
    /// <summary>The checkout's root: the nearest folder above the test assembly that holds Hir.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of shared fixtures, whether or not it exists.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>The path of a fixture, from path segments below the shared folder.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "Hir.sln"))) return d.FullName;
        }

        throw new InvalidOperationException($"No Hir.sln above {AppContext.BaseDirectory}: tests run from within the checkout.");
    }
}
