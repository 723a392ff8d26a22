using Hir.Testing;

namespace Hir.EndToEnd.Tests.Setup;

public sealed class LockFileTests
{
    private static readonly string[] files = [.. ((string[])["setup", "tests"])
        .SelectMany(f => Directory.EnumerateFiles(Path.Combine(SharedFixtures.Root, f), "package-lock.json", SearchOption.AllDirectories))
        .Where(f => !f.Contains("node_modules", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(SharedFixtures.Root, f))];

    public static TheoryData<string> LockFiles => [.. files];

    [Theory]
    [MemberData(nameof(LockFiles))]
    public void LockFile_Committed_NamesNoDownloadAddressAndHoldsHashes(string file)
    {
        string text = File.ReadAllText(Path.Combine(SharedFixtures.Root, file));

        Assert.DoesNotContain("\"resolved\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"integrity\": \"sha512-", text, StringComparison.Ordinal);
    }

    [Fact]
    public void LockFiles_OfSetUpAndTests_AreThere() => Assert.Equal(
        ["setup/npm/package-lock.json", "tests/node-transformers/package-lock.json", "tests/node/package-lock.json"],
        files.Order(StringComparer.Ordinal));
}
