using Hir.Compat.Tests.Parquet;
using Hir.Testing;
using Hir.Testing.Fuzz;
using Parquet;

namespace Hir.Compat.Tests.Fuzz;

public sealed class ParquetFuzzTests
{
    [Fact]
    public async Task ParquetReader_MutatedFiles_AreReadOrRefused()
    {
        List<byte[]> seeds = [];
        CompressionMethod[] methods =
            [CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Brotli];
        foreach (CompressionMethod method in methods)
        {
            seeds.Add(await SampleAsync(method));
        }

        seeds.AddRange(Others());
        new FuzzTarget
        {
            Reader = nameof(ParquetReader),
            Seeds = seeds,
            Mutations = Mutations.Binary,
            // A count may claim a million repeated values of each of a few columns: values, levels and indices.
            MostBytes = 256 << 20,
            MostTimes = 2048,
            IsClear = e => e is ParquetException or IOException or NotSupportedException,
            Read = bytes => TestFile.ReadAsync(bytes).GetAwaiter().GetResult(),
        }.Run();
    }

    private static Task<byte[]> SampleAsync(CompressionMethod method)
    {
        object?[] lists = [new object?[] { 1, 2, 3 }, null, Array.Empty<object?>(), new object?[] { 7 }];
        TestTable table = new(
        [
            new TestColumn("n", "int", [[1, 2, 3, 4], [5]]),
            new TestColumn("s", "string?", [["one one one one one one", null, "", "多"], ["x"]]),
            new TestColumn("b", "bool?", [[true, null, false, true], [true]]),
            new TestColumn("l", "list<int>", [lists, [null]]),
        ]);
        return TestFile.WriteAsync(table, method, new Dictionary<string, string> { ["k"] = "v" });
    }

    /// <summary>Files of two other writers: dictionaries, both versions of pages, and the encodings that Hir does not write.</summary>
    private static List<byte[]> Others()
    {
        using TempFolder temp = new();
        NodeScript.DuckDb(
            "SELECT 1",
            "CREATE TABLE t AS SELECT i::INTEGER AS i, 'w' || (i % 3) AS few, 'text ' || i AS s, [i, i + 1]::INTEGER[] AS l, "
                + "(i % 2 = 0) AS b FROM range(60) r(i)",
            $"COPY t TO '{temp.File("a.parquet")}' (FORMAT PARQUET, COMPRESSION SNAPPY)",
            $"COPY t TO '{temp.File("b.parquet")}' (FORMAT PARQUET, COMPRESSION UNCOMPRESSED, PARQUET_VERSION V2)");
        object[] columns =
        [
            new { name = "n", type = "INT32", data = Enumerable.Range(0, 60), encoding = "DELTA_BINARY_PACKED" },
            new
            {
                name = "s", type = "STRING", data = Enumerable.Range(0, 60).Select(i => i % 4 == 0 ? null : $"prefix {i}"),
                encoding = "DELTA_BYTE_ARRAY",
            },
            new { name = "b", type = "BOOLEAN", data = Enumerable.Range(0, 60).Select(i => i % 7 == 0), encoding = "RLE" },
            new { name = "f", type = "FLOAT", data = Enumerable.Range(0, 60), encoding = "BYTE_STREAM_SPLIT" },
        ];
        NodeScript.Run(
            "write-v2.mjs", "hyparquet-writer", new { columns, options = new { codec = "UNCOMPRESSED", pageSize = 200 } },
            temp.File("c.parquet"));
        return [.. Directory.EnumerateFiles(temp.Path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }
}
