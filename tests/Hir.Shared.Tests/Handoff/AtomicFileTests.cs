using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Shared.Tests.Handoff;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Write_TwiceTheSamePath_HoldsTheSecondAndNothingElse()
    {
        string path = _temp.File("sub", "run.json");
        AtomicFile.Write(path, "first");
        FileDigest digest = AtomicFile.Write(path, "abc");
        Assert.Equal("abc", File.ReadAllText(path));
        Assert.Equal(new FileDigest("run.json", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), digest);
        Assert.Single(Directory.EnumerateFileSystemEntries(_temp.File("sub")));
    }

    [Fact]
    public void Write_ContentThrows_KeepsTheOldFile()
    {
        string path = _temp.File("run.json");
        AtomicFile.Write(path, "old");
        Assert.Throws<FormatException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write([1, 2, 3]);
            throw new FormatException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Write_LeftoverOfAKilledWriter_IsDeleted()
    {
        File.WriteAllText(_temp.File(".run.json.writing-1"), "half");
        AtomicFile.Write(_temp.File("run.json"), "x");
        Assert.Equal(["run.json"], Directory.EnumerateFileSystemEntries(_temp.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_PathIsAFolder_IsAnInputError() => Assert.Throws<InputException>(() => AtomicFile.Write(_temp.Path, "x"));
}
