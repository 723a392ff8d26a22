using System.IO.Compression;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Setup;

/// <summary>
/// A NuGet feed in a temporary folder that holds the stand-ins under the ids and versions of the genuine packages, and a checkout beside it
/// whose nuget.config knows this feed alone. What else it needs comes, read-only, from the packages that this account has, but for the
/// genuine ones; what it restores goes into a folder of its own, so that nothing false ever lies in the account's.
/// </summary>
internal sealed class FolderFeed : IDisposable
{
    private static readonly string[] notCopied =
        ["bin", "obj", ".git", ".hir", "node_modules", "tests", "bench", "docs", "runs", "TestResults"];

    private static readonly string[] genuine = ["microsoft.ml.", "torchsharp", "libtorch", "parquet.net"];

    private readonly TempFolder folder = new();

    public FolderFeed()
    {
        Directory.CreateDirectory(folder.File("feed"));
        foreach (string project in (string[])["OnnxRuntime", "OnnxRuntimeGenAI", "TorchSharp", "Parquet.Net"]) Pack(project);
        PackEmpty("TorchSharp-cpu", "0.107.0");
        LinkAccountPackages();
        File.WriteAllText(folder.File("nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="folder" value="{folder.File("feed")}" /></packageSources>
              <fallbackPackageFolders><add key="account" value="{folder.File("account")}" /></fallbackPackageFolders>
            </configuration>
            """);
        Copy(new DirectoryInfo(SharedFixtures.Root), folder.File("checkout"));
    }

    /// <summary>The folder of this account's restored packages.</summary>
    public static string AccountPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The folder that the checkout's packages are restored to.</summary>
    public string Packages => folder.File("packages");

    /// <summary>Runs ./hir of the checkout.</summary>
    public Launched Hir(params string[] arguments) => Launched.Start("/bin/bash", [folder.File("checkout", "hir"), .. arguments],
    [
        new("NUGET_PACKAGES", Packages), new("UseSharedCompilation", "false"), new("HIR_PACKAGES", null), new("HIR_DEVICE", null),
    ]).Ended();

    public void Dispose() => folder.Dispose();

    // The stand-ins as this test run has built them: bin/CONFIGURATION/net10.0 is where the tests lie, too.
    private void Pack(string project)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        Launched.Start("dotnet",
            [
                "pack", Path.Combine(SharedFixtures.Root, "compat", project), "-c", configuration, "--no-build", "-o", folder.File("feed"),
                "-v:q", "-tl:off",
            ],
            [new("MSBUILDDISABLENODEREUSE", "1")]).Ended().With(0).Dispose();
    }

    // Genuine packages, which the account may have restored elsewhere, would be taken before those of the feed.
    private void LinkAccountPackages()
    {
        Directory.CreateDirectory(folder.File("account"));
        foreach (string package in Directory.EnumerateDirectories(AccountPackages))
        {
            string id = Path.GetFileName(package);
            if (!genuine.Any(g => id.StartsWith(g, StringComparison.Ordinal)))
            {
                Directory.CreateSymbolicLink(folder.File("account", id), package);
            }
        }
    }

    private void PackEmpty(string id, string version)
    {
        using ZipArchive package = ZipFile.Open(folder.File("feed", $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using var description = new StreamWriter(package.CreateEntry(id + ".nuspec").Open());
        description.Write($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{id}</id><version>{version}</version><authors>test</authors><description>empty</description></metadata>
            </package>
            """);
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (FileInfo file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to, file.Name));
        foreach (DirectoryInfo sub in from.EnumerateDirectories())
        {
            if (!notCopied.Contains(sub.Name)) Copy(sub, Path.Combine(to, sub.Name));
        }
    }
}
