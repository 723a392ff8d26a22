using System.Text.Json;
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
}
