using System.Text.Json.Nodes;
using Hir.Shared.Feedback;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

/// <summary>Samples of other tools, and several folders of samples, through relabeling and training.</summary>
[Collection(TinyModelCollection.Name)]
public sealed class ForeignShardsTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Adopt_TextsOfDuckDb_AreScoredRelabeledAndTrainedOnInTheModelsTokens()
    {
        Copy("SELECT 'q' || i AS query_id, 'Sort: b a ' || i AS query, CASE WHEN i % 2 = 0 THEN 'a b' ELSE 'b a' || i END AS output, "
            + "'a b' AS target, i AS extra FROM range(6) t(i)");
        HirResult adopted = HirProgram.Run("shards", "adopt", _folder.File("texts")).Succeeded();
        Assert.Contains("6 rows adopted", adopted.Output, StringComparison.Ordinal);
        Assert.Contains("left unread: extra", adopted.Output, StringComparison.Ordinal);

        HirProgram.Run("relabel", "--shards", _folder.File("texts"), "--out", _folder.File("relabeled")).Succeeded();

        ShardFolder relabeled = ShardReader.ReadFolder(_folder.File("relabeled"));
        Assert.True(relabeled.Manifest is { Foreign: true, Relabeled: true, ModelVersion: null, ModelFingerprint: null });
        Assert.Equal([true, false, true, false, true, false], relabeled.Rows.Select(r => r.IsSuccess == true));
        Assert.All(relabeled.Rows, r => Assert.Equal((ScoreStatus.Ok, 0), (r.ScoreStatus, r.OutputTokenIds.Count)));

        JsonNode trained = Learn(["--shards", _folder.File("relabeled"), "--objective", "farl", "--batch-size", "3", "--set", "training.shuffle=false"]);

        // Right outputs alone: three times the same text, whose end is to be learned too.
        int tokens = Tokenizer.Load(model.Path).Encode("a b", addSpecialTokens: false).Length + 1;
        JsonNode first = JsonNode.Parse(File.ReadLines(_folder.File("next", "metrics.jsonl")).First())!;
        Assert.Equal((3, 3 * tokens), ((int)trained["pairs"]!, (int)first["tokens"]!));
    }

    [Fact]
    public void Learn_TextsWithScoresAlone_ArePossibleForHirAndRefusedForGrpo()
    {
        Copy("SELECT 't' AS task, 'q' || (i // 2) AS query, 'o' || i AS output, (i % 2)::DOUBLE AS score FROM range(8) t(i)");
        HirProgram.Run("shards", "adopt", _folder.File("texts")).Succeeded();

        HirProgram.Run("learn", "--model", model.Path, "--shards", _folder.File("texts"), "--out", _folder.File("next"), "--objective", "grpo")
            .Refused("8 of 8 scored rows have no prompt_token_ids or no output_logprobs", "--objective hir");
        Assert.False(Directory.Exists(_folder.File("next")));
        Assert.Equal(8, (int)Learn(["--shards", _folder.File("texts")])["pairs"]!);
    }

    [Fact]
    public void Relabel_TokensWithoutLogprobs_KeepsTheTokens()
    {
        Copy("SELECT 't' AS task, 'q' AS query, 'o' || i AS output, [i + 5, 1]::INTEGER[] AS output_token_ids, 1.0::DOUBLE AS score FROM range(3) t(i)");
        HirProgram.Run("shards", "adopt", _folder.File("texts")).Succeeded();

        HirProgram.Run("relabel", "--shards", _folder.File("texts"), "--out", _folder.File("relabeled")).Succeeded();

        Assert.Equal([[5, 1], [6, 1], [7, 1]], ShardReader.ReadFolder(_folder.File("relabeled")).Rows.Select(r => r.OutputTokenIds));
        Assert.Empty(ShardInspector.Verify(_folder.File("relabeled")));
    }

    [Fact]
    public void Learn_FoldersThatShareSamples_TakesTheLastFoldersAndFilters()
    {
        foreach ((string name, string seed) in (ReadOnlySpan<(string, string)>)[("a", "1"), ("b", "2")])
        {
            HirProgram.Run(
                "sample", "--model", model.Path, "--tasks", model.Tasks + "@train:8", "--out", _folder.File(name), "--samples", "2",
                "--max-new-tokens", "6", "--threads", "1", "--seed", seed).Succeeded();
        }

        HirProgram.Run("relabel", "--shards", _folder.File("a"), "--out", _folder.File("one"), "--wrong", "First words.").Succeeded();
        HirProgram.Run("relabel", "--shards", _folder.File("a"), "--out", _folder.File("two"), "--wrong", "Second words.").Succeeded();
        string[] all = ["--set", "replay.drop_unfinished=false", "--set", "replay.deduplicate=false"];
        string[] once = ["--set", "replay.drop_unfinished=false"];
        string[] both = ["--shards", _folder.File("one"), "--shards", _folder.File("two"), "--shards", _folder.File("b")];

        Assert.Equal(48, Pairs([.. both, .. all]));
        Assert.Equal(16, Pairs(["--shards", _folder.File("one"), "--shards", _folder.File("one"), .. all]));
        Assert.Equal(16, Pairs([.. both, .. all, "--where", "relabeled_instruction = 'Second words.' and version = 0 and status = ok"]));
        Assert.Equal(32, Pairs([.. both, .. all, "--where", "task = words and iteration = 0 and score < 1 and relabeled_instruction != 'First words.'"]));
        int distinct = Pairs(["--shards", _folder.File("one"), .. once]);
        Assert.Equal(distinct, Pairs(["--shards", _folder.File("one"), _folder.File("two"), .. once]));
        HirProgram.Run(
            "learn", "--model", model.Path, "--shards", _folder.File("one"), "--shards", _folder.File("two"), "--out", _folder.File("no"), "--objective", "ppo")
            .Refused("hold the same sample", _folder.File("one"), _folder.File("two"));
        HirProgram.Run(
            "learn", "--model", model.Path, "--shards", _folder.File("a"), "--out", _folder.File("no"), "--where", "status = done and version = x")
            .Refused("'status' is compared with 'done'", "'version' is compared with 'x'");
    }

    private int Pairs(string[] more) => (int)Learn(more)["pairs"]!;

    private JsonNode Learn(string[] more)
    {
        if (Directory.Exists(_folder.File("next"))) Directory.Delete(_folder.File("next"), recursive: true);
        return JsonNode.Parse(HirProgram.Run(
            ["learn", "--model", model.Path, "--out", _folder.File("next"), "--steps", "1", "--threads", "1", "--json", "--set", "replay.window=0", .. more])
            .Succeeded().Output)!;
    }

    private void Copy(string query)
    {
        Directory.CreateDirectory(_folder.File("texts"));
        NodeScript.DuckDb("SELECT 1", $"COPY ({query}) TO '{_folder.File("texts", "a.parquet")}' (FORMAT PARQUET)");
    }
}
