using Hir.Testing;
using Parquet;

namespace Hir.Compat.Tests.Parquet;

/// <summary>
/// Whatever happens to a file's bytes, reading ends in one of three exceptions, or in values, soon and without great demands on memory.
/// </summary>
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

    [Fact]
    public async Task ReadAsync_OfOtherWritersFilesWithBytesChanged_EndsWell()
    {
        using TempFolder temp = new();
        NodeScript.DuckDb(
            "SELECT 1",
            $"CREATE TABLE t AS SELECT i::INTEGER AS i, 'w' || (i % 3) AS few, 'text ' || i AS s, [i, i + 1]::INTEGER[] AS l, (i % 2 = "
                + "0) AS b, i / 3.0::FLOAT AS f FROM range(60) r(i)",
            $"COPY t TO '{temp.File("a.parquet")}' (FORMAT PARQUET, COMPRESSION SNAPPY)",
            $"COPY t TO '{temp.File("b.parquet")}' (FORMAT PARQUET, COMPRESSION UNCOMPRESSED, PARQUET_VERSION V2)");
        IEnumerable<string?> words = Enumerable.Range(0, 60).Select(i => i % 4 == 0 ? null : $"prefix {i}");
        object[] columns =
        [
            new { name = "n", type = "INT32", data = Enumerable.Range(0, 60), encoding = "DELTA_BINARY_PACKED" },
            new { name = "s", type = "STRING", data = words, encoding = "DELTA_BYTE_ARRAY" },
            new { name = "b", type = "BOOLEAN", data = Enumerable.Range(0, 60).Select(i => i % 7 == 0), encoding = "RLE" },
            new { name = "f", type = "FLOAT", data = Enumerable.Range(0, 60), encoding = "BYTE_STREAM_SPLIT" },
        ];
        NodeScript.Run(
            "write-v2.mjs", "hyparquet-writer", new { columns, options = new { codec = "UNCOMPRESSED", pageSize = 200 } },
            temp.File("c.parquet"));

        Random random = new(6);
        foreach (string path in Directory.EnumerateFiles(temp.Path).Order())
        {
            byte[] file = await File.ReadAllBytesAsync(path);
            Assert.Null(await ReadingOf(file));
            for (int i = 0; i < 1500; i++)
            {
                byte[] changed = [.. file];
                for (int n = random.Next(1, 6); n > 0; n--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
                await AssertEndsWell(changed, $"{Path.GetFileName(path)}: attempt {i}");
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
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exception? e = await ReadingOf(file);
        Assert.True(e is null or ParquetException or IOException or NotSupportedException, $"{what}: {e}");
        Assert.True(
            GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated,
            $"{what}: {GC.GetAllocatedBytesForCurrentThread() - before} bytes allocated");
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
