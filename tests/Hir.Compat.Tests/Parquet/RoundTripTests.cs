using FsCheck;
using FsCheck.Fluent;
using Hir.Testing;
using Parquet;

namespace Hir.Compat.Tests.Parquet;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    public void ReadAsync_OfAnyTableWritten_GivesItsCells(CompressionMethod method)
    {
        Prop.ForAll(TestTable.Any.ToArbitrary(), table =>
        {
            byte[] file = TestFile.WriteAsync(table, method).GetAwaiter().GetResult();
            Dictionary<string, object?[][]> read = TestFile.ReadAsync(file).GetAwaiter().GetResult();
            Assert.All(table.Columns, c => Assert.Equal(c.Groups, read[c.Name]));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    public async Task WriteAsync_RepetitiveText_BecomesSmaller(CompressionMethod method)
    {
        object?[] cells = [
            .. Enumerable.Range(0, 5000).Select(i => $"Generate a correct answer to this problem. Question {i % 90}: how many?")];
        TestTable table = new([new TestColumn("text", "string", [cells])]);
        byte[] plain = await TestFile.WriteAsync(table, CompressionMethod.None);
        byte[] small = await TestFile.WriteAsync(table, method);

        Assert.True(small.Length < plain.Length / 8, $"{plain.Length} bytes became {small.Length}");
        Assert.Equal(cells, (await TestFile.ReadAsync(small))["text"][0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(1 << 18)]
    public async Task WriteAsync_SnappyOfNoiseAndRuns_ComesBack(int length)
    {
        // Literal and copy lengths change their form at these sizes.
        Random random = new(length);
        byte[] noise = new byte[length];
        random.NextBytes(noise);
        byte[] runs = [.. Enumerable.Range(0, length).Select(i => (byte)(i / 70))];
        object?[] cells = [noise, runs, new byte[length], noise];
        byte[] file = await TestFile.WriteAsync(new TestTable([new TestColumn("b", "bytes", [cells])]), CompressionMethod.Snappy);

        Assert.Equal(cells, (await TestFile.ReadAsync(file))["b"][0]);
        Assert.True(file.Length < 2.2 * length + 1000, $"{4 * length} bytes became {file.Length}");
    }

    [Fact]
    public async Task WriteAsync_EqualTables_GivesEqualBytes()
    {
        TestTable table = new(
            [
                new TestColumn("n", "int?", [[1, null, 3]]),
                new TestColumn("l", "list<float>", [[new object?[] { 1f }, null, Array.Empty<object?>()]])]);
        Dictionary<string, string> metadata = new() { ["b"] = "2", ["a"] = "ä" };
        Assert.Equal(
            await TestFile.WriteAsync(table, CompressionMethod.Gzip, metadata),
            await TestFile.WriteAsync(table, CompressionMethod.Gzip, metadata));
    }

    [Fact]
    public async Task CustomMetadata_OfAFileWithoutRows_ComesBack()
    {
        Dictionary<string, string> metadata = new() { ["hir.schema_version"] = "1", ["größe"] = "多 🎲", ["empty"] = "" };
        byte[] file = await TestFile.WriteAsync(new TestTable([new TestColumn("n", "int", [])]), CompressionMethod.None, metadata);
        using MemoryStream stream = new(file);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);

        Assert.Equal(metadata, reader.CustomMetadata);
        Assert.Equal(0, reader.Metadata!.NumRows);
        Assert.Equal(0, reader.RowGroupCount);
    }

    [Fact]
    public async Task CreateAsync_OfAFileByPath_ReadsAndClosesIt()
    {
        using TempFolder temp = new();
        string path = temp.File("a.parquet");
        await File.WriteAllBytesAsync(
            path, await TestFile.WriteAsync(new TestTable([new TestColumn("n", "int", [[1, 2]])]), CompressionMethod.Snappy));
        await using (ParquetReader reader = await ParquetReader.CreateAsync(path)) Assert.Equal(2, reader.Metadata!.NumRows);
        File.Delete(path);
    }
}
