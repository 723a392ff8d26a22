using Hir.Cli.Running;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

public sealed class CheckpointFoldersTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Latest_IterationWithoutAStep_IsNewerThanTheOneBefore()
    {
        Make(CheckpointFolders.NameOf(9, 100), CheckpointFolders.NameOf(10, 100), CheckpointFolders.NameOf(10, 90));

        Assert.Equal((_folder.File(CheckpointFolders.NameOf(10, 100)), 10, 100L), new CheckpointFolders(_folder.Path).Latest());
    }

    [Fact]
    public void Prune_OlderAndHalfDeletedOnes_KeepsTheNewestTwo()
    {
        string[] names = [.. Enumerable.Range(0, 4).Select(i => CheckpointFolders.NameOf(i, 5 * i))];
        Make([.. names, "old-" + CheckpointFolders.NameOf(99, 999), ".iteration-0100-step-000001000.writing-1"]);
        var checkpoints = new CheckpointFolders(_folder.Path);
        Assert.Equal(15, checkpoints.Latest()!.Value.Step);

        checkpoints.Prune();

        Assert.Equal(
            [".iteration-0100-step-000001000.writing-1", names[2], names[3]],
            Directory.GetDirectories(_folder.Path).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
    }

    private void Make(params string[] names)
    {
        foreach (string name in names) Directory.CreateDirectory(_folder.File(name));
    }
}
