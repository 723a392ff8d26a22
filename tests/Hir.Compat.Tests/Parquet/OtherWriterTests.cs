using System.Globalization;
using Hir.Testing;
using Parquet;
using Parquet.Schema;

namespace Hir.Compat.Tests.Parquet;

/// <summary>Files written by other programs, read here: dictionaries, several pages a chunk, version 2 pages, other encodings.</summary>
public sealed class OtherWriterTests
{
    private const int Rows = 30_000;

    // A word of few (a dictionary), a text of many, numbers of few and of many, nulls, lists.
    private const string Table =
        """
        SELECT ('word ' || (i % 7))::VARCHAR AS few, CASE WHEN i % 5 = 0 THEN NULL
          ELSE 'text 多 ' || (i * 7919 % 100003) END AS many,
          (i % 3)::INTEGER AS three, i::INTEGER AS i, (i * 1000003)::BIGINT AS l, (i / 8.0)::FLOAT AS f,
          CASE WHEN i % 2 = 0 THEN NULL ELSE i / 16.0 END::DOUBLE AS d,
          (i % 3 = 0) AS b,
          CASE WHEN i % 4 = 0 THEN NULL ELSE range(i % 4 - 1)::INTEGER[] END AS li, [i % 5, NULL]::BIGINT[] AS ln, (i % 200)::UTINYINT AS y
        FROM range(30000) t(i)
        """;

    [Theory]
    [InlineData("COMPRESSION SNAPPY")]
    [InlineData("COMPRESSION UNCOMPRESSED, ROW_GROUP_SIZE 4096")]
    [InlineData("COMPRESSION GZIP")]
    [InlineData("COMPRESSION BROTLI, ROW_GROUP_SIZE 10000")]
    [InlineData("COMPRESSION SNAPPY, PARQUET_VERSION V2")]
    [InlineData("COMPRESSION SNAPPY, DICTIONARY_SIZE_LIMIT 1")]
    public async Task ReadAsync_OfADuckDbFile_GivesItsCells(string options)
    {
        using TempFolder temp = new();
        string path = temp.File("a.parquet");
        NodeScript.DuckDb("SELECT 1", $"COPY ({Table}) TO '{path}' (FORMAT PARQUET, {options})");

        Dictionary<string, object?[]> read = (await TestFile.ReadAsync(await File.ReadAllBytesAsync(path)))
            .ToDictionary(c => c.Key, c => c.Value.SelectMany(g => g).ToArray());

        void Check(string column, Func<int, object?> cell) => Assert.Equal(Enumerable.Range(0, Rows).Select(cell), read[column]);
        Check("few", i => $"word {i % 7}");
        Check("many", i => i % 5 == 0 ? null : $"text 多 {(long)i * 7919 % 100003}");
        Check("three", i => i % 3);
        Check("i", i => i);
        Check("l", i => i * 1000003L);
        Check("f", i => i / 8f);
        Check("d", i => i % 2 == 0 ? null : i / 16.0);
        Check("b", i => i % 3 == 0);
        Check("li", i => i % 4 == 0 ? null : Enumerable.Range(0, i % 4 - 1).Select(v => (object?)v).ToArray());
        Check("ln", i => new object?[] { (long)i % 5, null });
        Check("y", i => (byte)(i % 200));
    }

    [Theory]
    [InlineData("PLAIN", "PLAIN", "PLAIN", "PLAIN")]
    [InlineData("DELTA_BINARY_PACKED", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "RLE")]
    [InlineData("BYTE_STREAM_SPLIT", "BYTE_STREAM_SPLIT", "DELTA_BYTE_ARRAY", "PLAIN")]
    [InlineData("RLE_DICTIONARY", null, "RLE_DICTIONARY", null)]
    [InlineData(null, null, null, null)]
    public async Task ReadAsync_OfVersion2Pages_GivesTheirCells(string? ints, string? longs, string? texts, string? truths)
    {
        using TempFolder temp = new();
        string path = temp.File("a.parquet");
        const int count = 5000;
        int?[] numbers = [.. Enumerable.Range(0, count).Select(i => i % 11 == 0 ? null : (int?)(i * 37 % 1001 - 500))];
        string[] wide = [
            .. Enumerable.Range(0, count).Select(i => (long.MaxValue / 3 * (i % 5 - 2) + i).ToString(CultureInfo.InvariantCulture))];
        string?[] words = [.. Enumerable.Range(0, count).Select(i => i % 13 == 0 ? null : $"prefix {i / 10} größe {i}")];
        float[] singles = [.. Enumerable.Range(0, count).Select(i => i / 4f)];
        string reals = longs == "BYTE_STREAM_SPLIT" ? longs : "PLAIN";
        bool[] bits = [.. Enumerable.Range(0, count).Select(i => i / 9 % 2 == 0)];
        NodeScript.Run("write-v2.mjs", "hyparquet-writer", new
        {
            columns = new object[]
            {
                new { name = "n", type = "INT32", data = numbers, encoding = ints },
                new { name = "w", type = "INT64", data = wide, encoding = longs, nullable = false },
                new { name = "s", type = "STRING", data = words, encoding = texts },
                new { name = "f", type = "FLOAT", data = singles, encoding = reals, nullable = false },
                new { name = "b", type = "BOOLEAN", data = bits, encoding = truths, nullable = false },
            }.Select(WithoutNulls),
            options = new { pageSize = 4096, rowGroupSize = 2000 },
        }, path);

        Dictionary<string, object?[]> read = (await TestFile.ReadAsync(await File.ReadAllBytesAsync(path)))
            .ToDictionary(c => c.Key, c => c.Value.SelectMany(g => g).ToArray());

        Assert.Equal(numbers.Cast<object?>(), read["n"]);
        Assert.Equal(wide.Select(w => (object?)long.Parse(w, CultureInfo.InvariantCulture)), read["w"]);
        Assert.Equal(words, read["s"]);
        Assert.Equal(singles.Cast<object?>(), read["f"]);
        Assert.Equal(bits.Cast<object?>(), read["b"]);
    }

    [Fact]
    public async Task ReadAsync_OfAnUnsupportedCodec_SaysWhich()
    {
        using TempFolder temp = new();
        string path = temp.File("a.parquet");
        NodeScript.DuckDb("SELECT 1", $"COPY (SELECT 'a' AS s FROM range(100)) TO '{path}' (FORMAT PARQUET, COMPRESSION ZSTD)");
        NotSupportedException e = await Assert.ThrowsAsync<NotSupportedException>(
            async () => await TestFile.ReadAsync(await File.ReadAllBytesAsync(path)));
        Assert.Contains("ZSTD", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_BesideColumnsOfForeignKinds_ReadsTheOthers()
    {
        using TempFolder temp = new();
        string path = temp.File("a.parquet");
        const string foreign = "SELECT i::INTEGER AS i, {'a': i, 'b': 'x'} AS st, MAP {'k': i} AS m, DATE '2020-01-02' AS day, "
            + "1.5::DECIMAL(9,2) AS dec, "
            + "now()::TIMESTAMP AS at, gen_random_uuid() AS id, 'z' AS s FROM range(10) t(i)";
        NodeScript.DuckDb("SELECT 1", $"COPY ({foreign}) TO '{path}' (FORMAT PARQUET)");
        await using ParquetReader reader = await ParquetReader.CreateAsync(path);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);

        int?[] numbers = new int?[10];
        await group.ReadAsync<int>(reader.Schema.FindDataField("i"), numbers.AsMemory());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (int?)i), numbers);
        foreach (string column in new[] { "day", "dec", "at", "id" })
        {
            DataField field = reader.Schema.FindDataField(column);
            await Assert.ThrowsAsync<NotSupportedException>(async () => await group.ReadAsync(field, new byte[]?[10].AsMemory()));
        }
    }

    // A null encoding lets the writer choose.
    private static Dictionary<string, object?> WithoutNulls(object column) => column.GetType().GetProperties()
        .Select(p => (p.Name, Value: p.GetValue(column))).Where(p => p.Value is not null).ToDictionary(p => p.Name, p => p.Value);
}
