using Parquet;

namespace Hir.Compat.Tests.Parquet;

/// <summary>Whatever happens to a file's bytes, reading ends in one of three exceptions, or in values, soon and without great demands on memory.</summary>
public sealed class CorruptFileTests
{
    // A count in a footer may claim 16 Mi repeated values (see the reader's check): three buffers of 8 bytes each, and some more.
    private const long MostAllocated = 1L << 30;

    private static readonly CompressionMethod[] Methods =
        [CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Brotli];

    [Fact]
    public async Task ReadAsync_OfEveryTruncation_Throws()
    {
        byte[] file = await SampleAsync(CompressionMethod.Snappy);
        for (int length = 0; length < file.Length; length++)
        {
            Exception? e = await ReadingOf(file[..length]);
            Assert.True(e is ParquetException or IOException, $"{length} of {file.Length} bytes: {e?.GetType().Name ?? "nothing thrown"}");
        }
    }

    [Fact]
    public async Task ReadAsync_WithAnyByteChanged_EndsWell()
    {
        foreach (CompressionMethod method in Methods)
        {
            byte[] file = await SampleAsync(method);
            foreach (byte change in new byte[] { 0x01, 0xFF })
            {
                for (int at = 0; at < file.Length; at++)
                {
                    byte[] changed = [.. file];
                    changed[at] ^= change;
                    await AssertEndsWell(changed, $"{method}: byte {at} of {file.Length} changed by {change}");
                }
            }
        }
    }

    [Fact]
    public async Task ReadAsync_WithManyBytesChanged_EndsWell()
    {
        Random random = new(5);
        foreach (CompressionMethod method in Methods)
        {
            byte[] file = await SampleAsync(method);
            for (int i = 0; i < 600; i++)
            {
                byte[] changed = [.. file];
                for (int n = random.Next(1, 8); n > 0; n--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
                if (i % 3 == 0) Array.Fill(changed, (byte)0xFF, random.Next(changed.Length - 10), 5);
                await AssertEndsWell(changed, $"{method}: attempt {i}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("PAR1PAR1PAR1")]
    [InlineData("this is not a parquet file at all")]
    public async Task CreateAsync_OfWhatIsNoParquetFile_Throws(string content)
    {
        Exception? e = await ReadingOf(System.Text.Encoding.ASCII.GetBytes(content));
        Assert.True(e is IOException or ParquetException, e?.ToString() ?? "nothing thrown");
    }

    private static async Task AssertEndsWell(byte[] file, string what)
    {
        long before = GC.GetTotalAllocatedBytes();
        Exception? e = await ReadingOf(file);
        Assert.True(e is null or ParquetException or IOException or NotSupportedException, $"{what}: {e}");
        Assert.True(GC.GetTotalAllocatedBytes() - before < MostAllocated, $"{what}: {GC.GetTotalAllocatedBytes() - before} bytes allocated");
    }

    private static async Task<Exception?> ReadingOf(byte[] file)
    {
        try
        {
            await TestFile.ReadAsync(file);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static Task<byte[]> SampleAsync(CompressionMethod method)
    {
        object?[] lists = [new object?[] { 1, 2, 3 }, null, Array.Empty<object?>(), new object?[] { 7 }];
        TestTable table = new(
        [
            new TestColumn("n", "int", [[1, 2, 3, 4], [5]]),
            new TestColumn("s", "string?", [["one one one one one one", null, "", "多"], ["x"]]),
            new TestColumn("d", "double?", [[1.5, null, -0.0, 4.0], [null]]),
            new TestColumn("b", "bool?", [[true, null, false, true], [true]]),
            new TestColumn("l", "list<int>", [lists, [null]]),
        ]);
        return TestFile.WriteAsync(table, method, new Dictionary<string, string> { ["k"] = "v" });
    }
}
