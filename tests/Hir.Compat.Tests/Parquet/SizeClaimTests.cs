using Hir.Testing;
using Parquet;
using Parquet.Meta;

namespace Hir.Compat.Tests.Parquet;

/// <summary>Small files that ask for much memory are refused before it is taken.</summary>
public sealed class SizeClaimTests
{
    [Fact]
    public async Task ReadAsync_ValuesThatShareAllTheirBytes_AreBounded()
    {
        using TempFolder temp = new();
        string shared = new('x', 6000);
        object[] columns =
            [new { name = "s", type = "STRING", data = Enumerable.Range(0, 4000).Select(_ => shared), encoding = "DELTA_BYTE_ARRAY" }];
        NodeScript.Run(
            "write-v2.mjs", "hyparquet-writer", new { columns, options = new { codec = "UNCOMPRESSED", pageSize = 1 << 30 } },
            temp.File("a.parquet"));
        byte[] file = await File.ReadAllBytesAsync(temp.File("a.parquet"));
        Assert.InRange(file.Length, 6000, 60_000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ParquetException e = Assert.Throws<ParquetException>(() => { TestFile.ReadAsync(file).GetAwaiter().GetResult(); });
        Assert.Contains("too long together", e.Message, StringComparison.Ordinal);
        // Three copies of what may come out: bytes, characters of two bytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 160 << 20);
    }

    [Theory]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Snappy)]
    public async Task ReadAsync_PageThatGivesMoreThanItsColumnSays_IsRefused(CompressionMethod method)
    {
        TestTable table = new([new TestColumn("s", "string?", [[new string('x', 1 << 20)]])]);
        byte[] file = await TestFile.WriteAsync(table, method);
        using MemoryStream stream = new(file);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        ColumnMetaData column = reader.Metadata!.RowGroups[0].Columns[0].MetaData!;
        column.TotalUncompressedSize = 1000;
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<ParquetException>(
            async () => await group.ReadAsync(reader.Schema.DataFields[0], new string?[1].AsMemory()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }
}
