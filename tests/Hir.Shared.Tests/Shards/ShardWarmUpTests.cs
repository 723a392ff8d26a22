using Hir.Shared.Shards;

namespace Hir.Shared.Tests.Shards;

public sealed class ShardWarmUpTests
{
    [Fact]
    public async Task InBackground_Ends_LeavesNothingBehind()
    {
        HashSet<string> before = [.. Folders()];
        await ShardWarmUp.InBackground(new ShardOptions());
        Assert.Empty(Folders().Except(before));
    }

    private static IEnumerable<string> Folders() => Directory.EnumerateDirectories(Path.GetTempPath(), "hir-warm-*");
}
