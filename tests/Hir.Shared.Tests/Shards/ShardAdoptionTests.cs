using Hir.Shared.Feedback;
using Hir.Shared.Shards;
using Hir.Testing;

namespace Hir.Shared.Tests.Shards;

public sealed class ShardAdoptionTests
{
    [Fact]
    public void Adopt_FilesOfAnotherTool_GivesReadableRows()
    {
        using TempFolder temp = new();
        Copy(
            temp, "a.parquet",
            "SELECT 'math' AS task, 'q' || i AS query, 'o' || i AS output, (i % 3)::BIGINT AS sample_index, i * 2 AS n, (i / "
                + "4.0)::FLOAT AS score FROM range(5) t(i)");
        Copy(
            temp, "b.parquet",
            "SELECT 'id' || i AS query_id, 'q' AS query, NULL::VARCHAR AS target, 'o' AS output, [i, 1]::BIGINT[] AS output_token_ids "
                + "FROM range(3) t(i)");

        ShardAdoption adopted = ShardAdoption.Adopt(temp.Path);
        ShardManifest manifest = adopted.Manifest;
        ShardFolder read = ShardReader.ReadFolder(temp.Path);

        Assert.True(manifest.Foreign);
        Assert.Equal(["n"], adopted.Unknown);
        Assert.Contains("output_logprobs", adopted.Absent);
        Assert.DoesNotContain("output_token_ids", adopted.Absent);
        Assert.Equal(8, read.Manifest.Rows);
        Assert.Equal("math", read.Rows[0].Task);
        Assert.Equal("a.parquet:4", read.Rows[4].SampleId);
        Assert.Equal((1, 0.25, ScoreStatus.Ok), (read.Rows[1].SampleIndex, read.Rows[1].Score!.Value, read.Rows[1].ScoreStatus));
        Assert.Equal(("id2", ScoreStatus.None), (read.Rows[7].QueryId, read.Rows[7].ScoreStatus));
        Assert.Equal([2, 1], read.Rows[7].OutputTokenIds);
        Assert.Empty(ShardInspector.Verify(temp.Path));
        Assert.Contains("\"foreign\": true", File.ReadAllText(temp.File("manifest.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Adopt_UnfitFiles_NamesEachAndWritesNothing()
    {
        using TempFolder temp = new();
        Copy(temp, "a.parquet", "SELECT 'x' AS query FROM range(2)");
        Copy(temp, "b.parquet", "SELECT 't' AS task, 7 AS query, 'o' AS output FROM range(2)");
        Copy(temp, "c.parquet", "SELECT 't' AS task, NULL::VARCHAR AS query, 'o' AS output FROM range(2)");
        File.WriteAllText(temp.File("d.parquet"), "nothing of the sort");

        InputException e = Assert.Throws<InputException>(() => ShardAdoption.Adopt(temp.Path));

        Assert.Equal(4, e.Problems.Count);
        Assert.Contains("a.parquet", e.Problems[0], StringComparison.Ordinal);
        Assert.Contains("task or query_id, output", e.Problems[0], StringComparison.Ordinal);
        Assert.Contains("column query", e.Problems[1], StringComparison.Ordinal);
        Assert.Contains("null in row 0", e.Problems[2], StringComparison.Ordinal);
        Assert.Contains("d.parquet", e.Problems[3], StringComparison.Ordinal);
        Assert.False(File.Exists(temp.File("manifest.json")));
    }

    [Fact]
    public void Adopt_AFolderWithAManifest_IsRefused()
    {
        using TempFolder temp = new();
        ShardWriter.WriteFolder(temp.File("shards"), SampleRows.Make(3), SampleRows.Info);
        Assert.Contains(
            "exists already", Assert.Throws<InputException>(() => ShardAdoption.Adopt(temp.File("shards"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Adopt_FileOfHyparquet_GivesItsCells()
    {
        using TempFolder temp = new();
        NodeScript.Run("write-v2.mjs", "hyparquet-writer", new
        {
            columns = new object[]
            {
                new { name = "query_id", type = "STRING", data = new[] { "x", "y" } },
                new { name = "query", type = "STRING", data = new[] { "größe", "多" } },
                new { name = "output", type = "STRING", data = new[] { "a", "" } },
                new { name = "seed", type = "INT64", data = new[] { "9007199254740993", "-1" }, nullable = false },
                new { name = "score", type = "DOUBLE", data = new double?[] { 0.5, null } },
            },
            options = new { },
        }, temp.File("a.parquet"));

        ShardAdoption.Adopt(temp.Path);
        IReadOnlyList<ShardRow> rows = ShardReader.ReadFolder(temp.Path).Rows;

        Assert.Equal(["x", "y"], rows.Select(r => r.QueryId));
        Assert.Equal(["größe", "多"], rows.Select(r => r.Query));
        Assert.Equal([9007199254740993, -1], rows.Select(r => r.Seed));
        Assert.Equal([ScoreStatus.Ok, ScoreStatus.None], rows.Select(r => r.ScoreStatus));
        Assert.Equal(["unknown", "unknown"], rows.Select(r => r.Task));
    }

    [Fact]
    public void Adopt_WrongColumnsAndRows_NamesEachByFileAndColumn()
    {
        using TempFolder temp = new();
        Copy(
            temp, "a.parquet",
            "SELECT 't' AS task, 'q' AS query, 'o' AS output, 'high' AS score, ['x'] AS output_token_ids, 'no' AS is_success FROM range(2)");
        Copy(temp, "b.parquet", "SELECT 't' AS task, 'q' AS query, 'o' AS output, 'fine' AS score_status, 'eos' AS finish_reason FROM range(9)");
        Copy(
            temp, "c.parquet",
            "SELECT 't' AS task, 'q' AS query, CASE WHEN i = 3000 THEN NULL ELSE 'o' END AS output FROM range(4000) t(i)", ", ROW_GROUP_SIZE 2048");

        InputException e = Assert.Throws<InputException>(() => ShardAdoption.Adopt(temp.Path));

        Assert.Contains(e.Problems, p => p.Contains("a.parquet: column score holds", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.Contains("a.parquet: column output_token_ids holds", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.Contains("a.parquet: column is_success holds", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.Contains("b.parquet: column score_status is 'fine' in row 0", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.Contains("b.parquet: column finish_reason is 'eos' in row 0", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.Contains("b.parquet: column finish_reason is wrong in 7 rows more", StringComparison.Ordinal));
        Assert.Contains(
            e.Problems, p => p.Contains("c.parquet: column output is null in row 952", StringComparison.Ordinal)
                && p.Contains("from row 2048", StringComparison.Ordinal));
        Assert.False(File.Exists(temp.File("manifest.json")));
    }

    [Fact]
    public void Adopt_SampleIdInTwoFiles_IsRefusedByBoth()
    {
        using TempFolder temp = new();
        Copy(temp, "a.parquet", "SELECT 's' || i AS sample_id, 't' AS task, 'q' AS query, 'o' AS output FROM range(3) t(i)");
        Copy(temp, "b.parquet", "SELECT 's' || (i + 2) AS sample_id, 't' AS task, 'q' AS query, 'o' AS output FROM range(3) t(i)");

        string problem = Assert.Single(Assert.Throws<InputException>(() => ShardAdoption.Adopt(temp.Path)).Problems);

        Assert.Contains("b.parquet: column sample_id is 's2' in row 0 and in row 2 of a.parquet", problem, StringComparison.Ordinal);
    }

    private static void Copy(TempFolder temp, string name, string query, string options = "") =>
        NodeScript.DuckDb("SELECT 1", $"COPY ({query}) TO '{temp.File(name)}' (FORMAT PARQUET{options})");
}
