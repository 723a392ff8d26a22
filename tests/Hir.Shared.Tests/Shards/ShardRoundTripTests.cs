using Hir.Shared.Shards;
using Hir.Testing;

namespace Hir.Shared.Tests.Shards;

public sealed class ShardRoundTripTests
{
    [Theory]
    [InlineData(ShardCodec.Snappy, 0)]
    [InlineData(ShardCodec.Snappy, 1)]
    [InlineData(ShardCodec.Snappy, 137)]
    [InlineData(ShardCodec.None, 137)]
    [InlineData(ShardCodec.Gzip, 137)]
    [InlineData(ShardCodec.Brotli, 137)]
    public void WriteFolder_RowsOfEachCodec_ComeBackEqual(ShardCodec codec, int count)
    {
        using TempFolder temp = new();
        ShardRow[] rows = SampleRows.Make(count);
        ShardFolderWritten written = ShardWriter.WriteFolder(
            temp.File("shards"), rows, SampleRows.Info, new ShardOptions { Codec = codec, RowsPerPart = 50, RowsPerGroup = 20 });

        ShardFolder read = ShardReader.ReadFolder(temp.File("shards"));

        Assert.Equal(rows.Select(SampleRows.Describe), read.Rows.Select(SampleRows.Describe));
        Assert.Equal(Math.Max(1, (count + 49) / 50), read.Manifest.Files.Count);
        Assert.Equal(count, read.Manifest.Rows);
        Assert.Equal(written.Manifest.ToJson(), read.Manifest.ToJson());
        Assert.Equal("0.7", read.Settings["temperature"]);
        Assert.Equal(written.Bytes, read.Bytes);
    }

    [Fact]
    public void WriteFolder_RelabeledRows_ComeBackEqual()
    {
        using TempFolder temp = new();
        ShardRow[] rows = SampleRows.Make(30, relabeled: true);
        ShardWriter.WriteFolder(temp.File("relabeled"), rows, SampleRows.Info with { Relabeled = true });

        ShardFolder read = ShardReader.ReadFolder(temp.File("relabeled"));

        Assert.True(read.Manifest.Relabeled);
        Assert.Equal(rows.Select(SampleRows.Describe), read.Rows.Select(SampleRows.Describe));
    }

    [Fact]
    public void WriteFolder_Twice_GivesEqualBytes()
    {
        using TempFolder temp = new();
        foreach (string name in new[] { "one", "two" })
        {
            ShardWriter.WriteFolder(temp.File(name), SampleRows.Make(120), SampleRows.Info, new ShardOptions { RowsPerPart = 50 });
        }

        string[] files = [.. Directory.EnumerateFiles(temp.File("one")).Select(f => Path.GetFileName(f)!).Order()];
        Assert.Equal(["manifest.json", "part-00000.parquet", "part-00001.parquet", "part-00002.parquet"], files);
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(temp.File("one", f)), File.ReadAllBytes(temp.File("two", f))));
    }

    [Fact]
    public void WriteFolder_RowsThatThrow_PublishNothing()
    {
        using TempFolder temp = new();
        IEnumerable<ShardRow> rows = Enumerable.Range(0, 10).Select(i => i < 7 ? SampleRows.Row(i) : throw new TimeoutException());

        Assert.Throws<TimeoutException>(
            () => ShardWriter.WriteFolder(temp.File("shards"), rows, SampleRows.Info, new ShardOptions { RowsPerPart = 3 }));

        Assert.Empty(Directory.EnumerateFileSystemEntries(temp.Path));
    }

    [Fact]
    public void WriteFolder_ExistingFolder_IsRefusedAndKept()
    {
        using TempFolder temp = new();
        ShardWriter.WriteFolder(temp.File("shards"), SampleRows.Make(5), SampleRows.Info);
        byte[] before = File.ReadAllBytes(temp.File("shards", "part-00000.parquet"));

        InputException e = Assert.Throws<InputException>(
            () => ShardWriter.WriteFolder(temp.File("shards"), SampleRows.Make(9), SampleRows.Info));

        Assert.Contains(temp.File("shards"), e.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(temp.File("shards", "part-00000.parquet")));
        Assert.Equal(5, ShardReader.ReadFolder(temp.File("shards")).Rows.Count);
    }

    [Fact]
    public void WriteFolder_RowWithUnequalLists_IsOurMistake()
    {
        using TempFolder temp = new();
        ShardRow row = SampleRows.Row(2) with { OutputLogprobs = [] };
        Assert.Throws<InvalidOperationException>(() => ShardWriter.WriteFolder(temp.File("shards"), [row], SampleRows.Info));
    }
}
