using System.Globalization;
using System.Text.Json;
using Hir.Testing;
using Parquet;

namespace Hir.Compat.Tests.Parquet;

/// <summary>Files written here, opened by DuckDB.</summary>
public sealed class OtherReaderTests
{
    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    public async Task DuckDb_OfAFileWithEveryKind_ReadsTheSameCells(CompressionMethod method)
    {
        using TempFolder temp = new();
        string path = temp.File("a.parquet");
        object?[] words = ["größe", "", "多少 🎲", "one two one two one two one two", "\"q\"\n"];
        TestColumn[] columns =
        [
            new("i", "int", Split(i => i * 7 - 1000)),
            new("io", "int?", Split(i => i % 3 == 0 ? null : i)),
            new("l", "long", Split(i => long.MaxValue - i)),
            new("f", "float", Split(i => i / 8f)),
            new("d", "double?", Split(i => i % 4 == 0 ? null : i / 16.0)),
            new("b", "bool", Split(i => i % 3 == 1)),
            new("bo", "bool?", Split(i => i % 5 == 0 ? null : i % 2 == 0)),
            new("s", "string", Split(i => words[i % words.Length])),
            new("so", "string?", Split(i => i % 2 == 0 ? null : words[i % words.Length])),
            new("u", "uint", Split(i => uint.MaxValue - (uint)i)),
            new("y", "byte", Split(i => (byte)i)),
            new("li", "list<int>", Split(i => i % 4 == 0 ? null : Enumerable.Range(i, i % 4 - 1).Select(v => (object?)v).ToArray())),
            new("lf", "list<float>", Split(i => Enumerable.Range(0, i % 3).Select(v => (object?)(v / 4f)).ToArray())),
            new("ls", "list<string?>", Split(i => new object?[] { null, words[i % words.Length] })),
            new("none", "string?", Split(_ => null)),
        ];
        await File.WriteAllBytesAsync(
            path, await TestFile.WriteAsync(new TestTable(columns), method, new Dictionary<string, string> { ["hir.größe"] = "多" }));

        JsonElement rows = NodeScript.DuckDb($"SELECT * FROM read_parquet('{path}')");

        Assert.Equal(500, rows.GetArrayLength());
        for (int r = 0; r < 500; r++)
        {
            foreach (TestColumn column in columns)
            {
                object? cell = column.Groups.SelectMany(g => g).ElementAt(r);
                Assert.Equal(AsJson(cell), Plain(rows[r].GetProperty(column.Name)));
            }
        }

        JsonElement metadata = NodeScript.DuckDb($"SELECT decode(key) AS k, decode(value) AS v FROM parquet_kv_metadata('{path}')");
        Assert.Equal(
            "多", metadata.EnumerateArray().Single(m => m.GetProperty("k").GetString() == "hir.größe").GetProperty("v").GetString());
    }

    [Fact]
    public async Task DuckDb_FilteringByBounds_FindsEveryRow()
    {
        // Wrong bounds make a reader drop row groups: each row must be found by its own value, NaN and signed zeros included.
        using TempFolder temp = new();
        string path = temp.File("a.parquet");
        object?[] texts = ["zebra", "Äpfel", "apple", "\u00ff", "\U0001F3B2", "多", "", new string('x', 400)];
        object?[] numbers = [double.NaN, -0.0, 1.5, double.PositiveInfinity, -7.25, 0.0, double.NegativeInfinity, 3.0];
        object?[] integers = [-1, 5, int.MinValue, int.MaxValue, 0, 3, 9, 12];
        object?[] unsigned = [1u, uint.MaxValue, 0u, 7u, 8u, 9u, 10u, 11u];
        TestTable table = new(
        [
            new TestColumn("s", "string", Halves(texts)), new TestColumn("d", "double", Halves(numbers)),
            new TestColumn("i", "int?", Halves(integers)), new TestColumn("u", "uint", Halves(unsigned)),
        ]);
        await File.WriteAllBytesAsync(path, await TestFile.WriteAsync(table, CompressionMethod.Snappy));

        IEnumerable<string> conditions =
        [
            .. texts.Select(t => $"s = '{t}'"), .. integers.Select(i => $"i = {i}"), .. unsigned.Select(u => $"u = {u}"),
            "d = 'nan'::DOUBLE", "d = 1.5", "d = 'inf'::DOUBLE", "d = -7.25", "d = '-inf'::DOUBLE", "d = 3",
        ];
        string union = string.Join(
            " UNION ALL ", conditions.Select((c, n) => $"SELECT {n} AS n, count(*)::INT AS found FROM '{path}' WHERE {c}"));
        JsonElement found = NodeScript.DuckDb(union + $" UNION ALL SELECT 1000, count(*)::INT - 1 FROM '{path}' WHERE d = 0");
        Assert.All(found.EnumerateArray(), f => Assert.Equal(1, f.GetProperty("found").GetInt32()));
    }

    [Fact]
    public async Task DuckDb_OfAFileWithoutRows_ReadsItsColumns()
    {
        using TempFolder temp = new();
        string none = temp.File("none.parquet");
        string empty = temp.File("empty.parquet");
        await File.WriteAllBytesAsync(
            none,
            await TestFile.WriteAsync(
                new TestTable([new TestColumn("n", "int?", []), new TestColumn("l", "list<int>", [])]), CompressionMethod.Snappy));
        await File.WriteAllBytesAsync(
            empty,
            await TestFile.WriteAsync(
                new TestTable([new TestColumn("n", "int?", [[]]), new TestColumn("l", "list<int>", [[]])]), CompressionMethod.Snappy));

        Assert.Equal(0, NodeScript.DuckDb($"SELECT * FROM read_parquet(['{none}', '{empty}'])").GetArrayLength());
        string[] types = [
            .. NodeScript.DuckDb($"DESCRIBE SELECT * FROM '{none}'").EnumerateArray().Select(
                c => c.GetProperty("column_type").GetString()!)];
        Assert.Equal(["INTEGER", "INTEGER[]"], types);
    }

    private static object?[][] Split(Func<int, object?> cell) =>
        [[.. Enumerable.Range(0, 300).Select(cell)], [], [.. Enumerable.Range(300, 200).Select(cell)]];

    private static object?[][] Halves(object?[] cells) => [cells[..(cells.Length / 2)], cells[(cells.Length / 2)..]];

    // DuckDB gives 64-bit integers as text; numbers are compared as such.
    private static object? AsJson(object? cell) => cell switch
    {
        null or string or bool => cell,
        object?[] list => string.Join("|", list.Select(AsJson)),
        _ => Convert.ToDouble(cell, CultureInfo.InvariantCulture),
    };

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Array => string.Join("|", value.EnumerateArray().Select(Plain)),
        JsonValueKind.Number => value.GetDouble(),
        _ when long.TryParse(value.GetString(), CultureInfo.InvariantCulture, out long number) => (double)number,
        _ => value.GetString(),
    };
}
