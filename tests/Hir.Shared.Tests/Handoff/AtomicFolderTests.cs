using System.Security.Cryptography;
using System.Text;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Shared.Tests.Handoff;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Publish_FilesOfEverySize_AppearWithTheirDigests()
    {
        Random random = new(1);
        byte[] large = new byte[40_000_000];
        random.NextBytes(large);
        string target = _temp.File("a", "b", "v1");

        using (AtomicFolder folder = AtomicFolder.Create(target, 50_000_000))
        {
            using (HashedFileStream file = folder.CreateFile("large.bin"))
            {
                int at = 0;
                foreach (int size in new[] { 1, 70_000, 65_536, 3, 600_000, 17_000_000, large.Length })
                {
                    int count = Math.Min(size, large.Length - at);
                    file.Write(large, at, count);
                    at += count;
                }
            }

            folder.WriteFile("sub/empty", []);
            Assert.False(Directory.Exists(target));
            folder.Publish();
        }

        Assert.Equal(large, File.ReadAllBytes(Path.Combine(target, "large.bin")));
        Assert.Empty(File.ReadAllBytes(Path.Combine(target, "sub", "empty")));
        Assert.Equal(["v1"], Directory.EnumerateFileSystemEntries(_temp.File("a", "b")).Select(Path.GetFileName));
    }

    [Fact]
    public void Files_AfterWriting_HoldSha256AndLength()
    {
        using AtomicFolder folder = AtomicFolder.Create(_temp.File("v1"));
        byte[] large = RandomNumberGenerator.GetBytes(5_000_000);
        folder.WriteFile("one", Encoding.UTF8.GetBytes("abc"));
        folder.WriteFile("two", large);
        File.WriteAllBytes(_temp.File("source"), large);
        folder.CopyFile(_temp.File("source"), "three");

        // The hash of "abc" is the first example of FIPS 180-2.
        Assert.Equal(new FileDigest("one", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), folder.Files[0]);
        string hash = Convert.ToHexStringLower(SHA256.HashData(large));
        Assert.Equal(new FileDigest("two", large.Length, hash), folder.Files[1]);
        Assert.Equal(new FileDigest("three", large.Length, hash), folder.Files[2]);
        Assert.Equal(folder.Files[1], FileDigest.Of(Path.Combine(folder.WorkingPath, "two"), "two"));
    }

    [Fact]
    public void Dispose_WithoutPublish_LeavesNothing()
    {
        using (AtomicFolder folder = AtomicFolder.Create(_temp.File("v1"))) folder.WriteFile("x", [1]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Create_DestinationExists_SaysSoAndLeavesIt()
    {
        Directory.CreateDirectory(_temp.File("v1"));
        File.WriteAllText(_temp.File("v1", "x"), "old");
        InputException e = Assert.Throws<InputException>(() => AtomicFolder.Create(_temp.File("v1")));
        Assert.Contains(_temp.File("v1"), e.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_temp.File("v1", "x")));
    }

    [Fact]
    public void Create_DestinationIsAnEmptyFolder_IsFilled()
    {
        Directory.CreateDirectory(_temp.File("v1"));
        using AtomicFolder folder = AtomicFolder.Create(_temp.File("v1") + "/");
        folder.WriteFile("x", [1]);
        folder.Publish();
        Assert.Equal([1], File.ReadAllBytes(_temp.File("v1", "x")));
    }

    [Fact]
    public void Create_ParentIsAFile_IsAnInputError()
    {
        File.WriteAllText(_temp.File("file"), "");
        Assert.Throws<InputException>(() => AtomicFolder.Create(_temp.File("file", "v1")));
    }

    [Fact]
    public void Publish_PublishedByAnotherMeanwhile_KeepsTheOther()
    {
        using AtomicFolder folder = AtomicFolder.Create(_temp.File("v1"));
        folder.WriteFile("x", [1]);
        Directory.CreateDirectory(_temp.File("v1"));
        File.WriteAllBytes(_temp.File("v1", "x"), [2]);
        Assert.Throws<InputException>(folder.Publish);
        Assert.Equal([2], File.ReadAllBytes(_temp.File("v1", "x")));
    }

    [Fact]
    public void Create_LeftoverOfAKilledWriter_IsDeletedButNotALivingOnes()
    {
        using AtomicFolder living = AtomicFolder.Create(_temp.File("v1"));
        living.WriteFile("x", [1]);
        string dead = _temp.File(".v1.writing-0123");
        Directory.CreateDirectory(Path.Combine(dead, "sub"));
        File.WriteAllText(Path.Combine(dead, "sub", "half"), "");
        string others = _temp.File(".v2.writing-0123");
        Directory.CreateDirectory(others);

        using AtomicFolder next = AtomicFolder.Create(_temp.File("v1"));

        Assert.False(Directory.Exists(dead));
        Assert.True(File.Exists(Path.Combine(living.WorkingPath, "x")));
        Assert.True(Directory.Exists(others));
        Assert.True(Directory.Exists(next.WorkingPath));
    }

    [Fact]
    public void Create_MoreBytesThanTheDiskHas_NamesPathNeedAndFree()
    {
        IOException e = Assert.Throws<IOException>(() => AtomicFolder.Create(_temp.File("new", "v1"), long.MaxValue / 2));
        Assert.Contains(_temp.File("new"), e.Message, StringComparison.Ordinal);
        Assert.Contains("4294967296.0 GiB are needed", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp.File("new")));
    }

    [Fact]
    public void CreateFile_NameLeavesTheFolder_IsRefused()
    {
        using AtomicFolder folder = AtomicFolder.Create(_temp.File("v1"));
        Assert.Throws<InvalidOperationException>(() => folder.CreateFile("../x"));
    }
}
