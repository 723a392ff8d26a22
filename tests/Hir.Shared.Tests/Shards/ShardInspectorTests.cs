using System.Text.Json;
using Hir.Shared.Feedback;
using Hir.Shared.Shards;
using Hir.Testing;

namespace Hir.Shared.Tests.Shards;

public sealed class ShardInspectorTests
{
    [Theory]
    [InlineData(ShardCodec.Snappy)]
    [InlineData(ShardCodec.Brotli)]
    public void WriteFolder_OpenedByDuckDb_HasColumnsAndCells(ShardCodec codec)
    {
        using TempFolder temp = new();
        ShardRow[] rows = SampleRows.Make(60, relabeled: true);
        ShardWriter.WriteFolder(
            temp.File("shards"), rows, SampleRows.Info with { Relabeled = true }, new ShardOptions { Codec = codec, RowsPerPart = 40, RowsPerGroup = 16 });

        JsonElement read = NodeScript.DuckDb($"SELECT * FROM read_parquet('{temp.File("shards", "*.parquet")}') ORDER BY sample_id");

        string[] names = [.. read[0].EnumerateObject().Select(p => p.Name)];
        Assert.Equal(
            [
                "sample_id", "iteration", "task", "query_id", "sample_index", "instruction", "query", "output", "target",
                "prompt_token_ids", "output_token_ids", "output_logprobs", "finish_reason", "model_version", "model_fingerprint", "seed", "temperature", "top_p", "top_k",
                "score", "score_status", "score_parts", "feedback", "first_error",
                "relabeled_instruction", "contrast_instruction", "is_success", "piece_start", "piece_end", "piece_side",
            ],
            names);
        Assert.Equal(60, read.GetArrayLength());
        for (int i = 0; i < rows.Length; i++)
        {
            ShardRow row = rows[i];
            Assert.Equal(row.Query, read[i].GetProperty("query").GetString());
            Assert.Equal(row.Target, read[i].GetProperty("target").GetString());
            Assert.Equal(row.PromptTokenIds, read[i].GetProperty("prompt_token_ids").EnumerateArray().Select(t => t.GetInt32()));
            Assert.Equal(row.OutputLogprobs, read[i].GetProperty("output_logprobs").EnumerateArray().Select(t => t.GetSingle()));
            Assert.Equal(row.Seed, long.Parse(read[i].GetProperty("seed").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(row.Score, read[i].GetProperty("score") is { ValueKind: JsonValueKind.Number } s ? s.GetDouble() : null);
            Assert.Equal(
                row.IsSuccess, read[i].GetProperty("is_success") is { ValueKind: not JsonValueKind.Null } b ? b.GetBoolean() : null);
            foreach ((string name, int? value) in new[] { ("first_error", row.FirstError), ("piece_start", row.PieceStart), ("piece_end", row.PieceEnd) })
            {
                Assert.Equal(value, read[i].GetProperty(name) is { ValueKind: JsonValueKind.Number } n ? n.GetInt32() : null);
            }
        }

        string metadata = NodeScript.DuckDb(
            $"SELECT decode(key) AS k, decode(value) AS v FROM "
                + $"parquet_kv_metadata('{temp.File("shards", "part-00001.parquet")}')").GetRawText();
        Assert.Contains("\"hir.schema_version\",\"v\":\"1\"", metadata, StringComparison.Ordinal);
        Assert.Contains("\"hir.temperature\",\"v\":\"0.7\"", metadata, StringComparison.Ordinal);
    }

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

        ShardManifest manifest = ShardInspector.Adopt(temp.Path);
        ShardFolder read = ShardReader.ReadFolder(temp.Path);

        Assert.True(manifest.Foreign);
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

        InputException e = Assert.Throws<InputException>(() => ShardInspector.Adopt(temp.Path));

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
            "exists already", Assert.Throws<InputException>(() => ShardInspector.Adopt(temp.File("shards"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_AFolder_SummarisesItsTasks()
    {
        using TempFolder temp = new();
        ShardWriter.WriteFolder(temp.File("shards"), SampleRows.Make(80), SampleRows.Info, new ShardOptions { RowsPerPart = 30 });

        ShardInspection inspection = ShardInspector.Inspect(temp.File("shards"));

        Assert.Equal(["object_counting", "wörter_sortieren"], inspection.Tasks.Select(t => t.Task));
        ShardTaskSummary odd = inspection.Tasks[1];
        ShardRow[] rows = [.. SampleRows.Make(80).Where((_, i) => i % 2 == 1)];
        Assert.Equal((40, 20, 20, 10, 10), (odd.Rows, odd.Queries, odd.Scored, odd.Failed, odd.TimedOut));
        Assert.Equal(rows.Where(r => r.Score is not null).Average(r => r.Score!.Value), odd.MeanScore!.Value, 12);
        Assert.Equal(rows.Average(r => r.OutputTokenIds.Count), odd.MeanOutputTokens, 12);
        Assert.Equal("0.7", inspection.Settings["temperature"]);
        Assert.Equal(24, inspection.Columns.Count);
    }

    [Fact]
    public void Verify_ASampleThatOccursTwice_IsAProblem()
    {
        using TempFolder temp = new();
        ShardRow[] rows = [.. SampleRows.Make(5), SampleRows.Row(3)];
        ShardWriter.WriteFolder(temp.File("shards"), rows, SampleRows.Info);

        Assert.Contains("0:000003", Assert.Single(ShardInspector.Verify(temp.File("shards"))), StringComparison.Ordinal);
        Assert.Contains("no such folder", Assert.Single(ShardInspector.Verify(temp.File("none"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_FoldersOfIterations_GivesTheCompleteOnesInOrder()
    {
        using TempFolder temp = new();
        foreach (int i in new[] { 2, 0, 1 }) ShardWriter.WriteFolder(temp.File($"iteration-000{i}"), SampleRows.Make(2), SampleRows.Info);
        Directory.CreateDirectory(temp.File("iteration-0003"));
        File.Delete(temp.File("iteration-0001", "manifest.json"));

        Assert.Equal([temp.File("iteration-0000"), temp.File("iteration-0002")], ShardFolders.Find(temp.Path));
        Assert.Equal([temp.File("iteration-0002")], ShardFolders.Find(temp.File("iteration-0002")));
        Assert.Contains(
            "hir shards adopt", Assert.Throws<InputException>(() => ShardFolders.Find(temp.File("iteration-0001"))).Message,
            StringComparison.Ordinal);
        Assert.Throws<InputException>(() => ShardFolders.Find(temp.File("iteration-0003")));
    }

    private static void Copy(TempFolder temp, string name, string query) =>
        NodeScript.DuckDb("SELECT 1", $"COPY ({query}) TO '{temp.File(name)}' (FORMAT PARQUET)");
}
