using Hir.Learner.Batching;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Decoding;
using Hir.Shared.Pairs;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.Learner.Tests.Batching;

public class ReplaySelectionTests
{
    private static readonly ReplaySection Settings = new();

    [Fact]
    public void FromRelabeled_Rows_BecomePairsWithRenderedPromptsAndSampledOutputs()
    {
        using TempFolder temp = new();
        Tokenizer tokenizer = Letters(temp);

        ReplayPairs replay = new ReplaySelection(tokenizer, PromptTemplate.Default).FromRelabeled(
            [Row(0, "ab", [5, 1], true), Row(0, "ba", [6, 6, 1], false)], Settings, wrongWeight: 0.1);

        TrainingPair right = replay.Pairs[0];
        Assert.Equal(tokenizer.Encode(PromptTemplate.Default.Render("right", "ab")), right.PromptTokenIds);
        Assert.Equal(tokenizer.Encode(PromptTemplate.Default.Render("wrong", "ab")), right.ContrastPromptTokenIds!);
        Assert.Equal([5, 1], right.OutputTokenIds);
        Assert.Equal((1.0, true), (right.Weight, right.IsSuccess));
        TrainingPair wrong = replay.Pairs[1];
        Assert.Equal(tokenizer.Encode(PromptTemplate.Default.Render("wrong", "ba")), wrong.PromptTokenIds);
        Assert.Equal((0.1, false), (wrong.Weight, wrong.IsSuccess));
        Assert.Equal(1, replay.Successes);
    }

    [Fact]
    public void FromRelabeled_Window_CountsBackFromTheNewestIteration()
    {
        ShardRow[] rows = [.. Enumerable.Range(0, 5).Select(i => Row(i, $"a{i}", [5, 1], true))];

        Assert.Equal(2, Select(rows, new ReplaySection { Window = 2 }).Pairs.Count);
        Assert.Equal(3, Select(rows, new ReplaySection { Window = 2 }).OutsideWindow);
        Assert.Equal(5, Select(rows, new ReplaySection { Window = 0 }).Pairs.Count);
    }

    [Fact]
    public void FromRelabeled_SameQueryAndOutput_KeepsTheNewestRow()
    {
        ShardRow[] rows =
        [
            Row(0, "ab", [5, 1], false), Row(0, "ab", [5, 6, 1], false), Row(1, "ab", [5, 1], true), Row(1, "ba", [5, 1], true),
            Row(1, "ab", [5, 1], true),
        ];

        ReplayPairs replay = Select(rows, Settings);
        Assert.Equal(3, replay.Pairs.Count);
        Assert.Equal(2, replay.Repeated);
        Assert.Equal(2, replay.Successes);
        Assert.Equal(5, Select(rows, new ReplaySection { Deduplicate = false }).Pairs.Count);
    }

    [Fact]
    public void FromRelabeled_UnusableRows_AreLeftOutAndCounted()
    {
        ShardRow[] rows =
        [
            Row(0, "a", [5], false) with { FinishReason = FinishReason.Length },
            Row(0, "b", [5], true) with { FinishReason = FinishReason.Length },
            Row(0, "c", [], false),
            Row(0, "d", [5, 1], false) with { RelabeledInstruction = null },
        ];

        ReplayPairs replay = Select(rows, Settings);

        Assert.Equal((1, 1, 1, 1, 4), (replay.Pairs.Count, replay.Unfinished, replay.Empty, replay.Unlabeled, replay.Rows));
        Assert.True(replay.Pairs[0].IsSuccess);
        Assert.Equal(2, Select(rows, new ReplaySection { DropUnfinished = false }).Pairs.Count);
    }

    [Fact]
    public void FromTargets_Rows_GiveEachQueryOnceWithItsTarget()
    {
        using TempFolder temp = new();
        Tokenizer tokenizer = Letters(temp);
        ShardRow[] rows =
        [
            Row(0, "ab", [5, 1], false) with { Target = "ba" }, Row(0, "ab", [6, 1], false) with { Target = "ba" },
            Row(0, "aa", [6, 1], true),
        ];

        ReplayPairs pairs = new ReplaySelection(tokenizer, PromptTemplate.Default)
            .FromTargets(rows, new Instructions("right", "wrong"), endId: 1);

        TrainingPair pair = Assert.Single(pairs.Pairs);
        Assert.Equal(tokenizer.Encode(PromptTemplate.Default.Render("right", "ab")), pair.PromptTokenIds);
        Assert.Equal([.. tokenizer.Encode("ba", addSpecialTokens: false), 1], pair.OutputTokenIds);
        Assert.Null(pair.ContrastPromptTokenIds);
        Assert.Equal((1, 1), (pairs.Repeated, pairs.Unlabeled));
    }

    [Fact]
    public void FromScored_Rows_KeepPromptsLogprobsScoresAndRepetitions()
    {
        ShardRow[] rows =
        [
            Scored(0, "ab", 1), Scored(1, "ab", 0), Scored(1, "ab", 0), Scored(1, "ba", 0.5), Scored(1, "ba", 0) with { Score = null },
            Scored(1, "aa", 1) with { OutputTokenIds = [], OutputLogprobs = [] },
        ];

        ReplayPairs replay = ReplaySelection.FromScored(rows, new ReplaySection { Window = 1 });

        Assert.Equal((3, 6, 1, 1, 1), (replay.Pairs.Count, replay.Rows, replay.OutsideWindow, replay.Unlabeled, replay.Empty));
        Assert.Equal([0, 0, 0.5], replay.Pairs.Select(p => p.Sampled!.Score));
        Assert.Equal(replay.Pairs[0].Sampled!.Group, replay.Pairs[1].Sampled!.Group);
        Assert.NotEqual(replay.Pairs[1].Sampled!.Group, replay.Pairs[2].Sampled!.Group);
        Assert.Equal([3], replay.Pairs[0].PromptTokenIds);
        Assert.Equal([-0.5f, -0.25f], replay.Pairs[0].Sampled!.Logprobs);
        ReplayPairs all = ReplaySelection.FromScored(rows, new ReplaySection());
        Assert.NotEqual(all.Pairs[0].Sampled!.Group, all.Pairs[1].Sampled!.Group); // another iteration is another group

        static ShardRow Scored(int iteration, string query, double score) => Row(iteration, query, [5, 1], score >= 1) with
        {
            Score = score, ScoreStatus = Hir.Shared.Feedback.ScoreStatus.Ok, OutputLogprobs = [-0.5f, -0.25f],
        };
    }

    [Fact]
    public void FromScored_RowsWithoutLogprobs_AreRefusedWithTheMend()
    {
        ShardRow row = Row(0, "ab", [5, 1], true) with { Score = 1, ScoreStatus = Hir.Shared.Feedback.ScoreStatus.Ok };

        InputException error = Assert.Throws<InputException>(
            () => ReplaySelection.FromScored([row, row with { OutputLogprobs = [], QueryId = "q7" }], new ReplaySection()));

        Assert.Contains("1 of 2 scored rows", error.Message, StringComparison.Ordinal);
        Assert.Contains("query q7", error.Message, StringComparison.Ordinal);
        Assert.Contains("--objective hir", error.Message, StringComparison.Ordinal);
    }

    private static ReplayPairs Select(ShardRow[] rows, ReplaySection settings)
    {
        using TempFolder temp = new();
        return new ReplaySelection(Letters(temp), PromptTemplate.Default).FromRelabeled(rows, settings, 0.1);
    }

    /// <summary>A Unigram tokenizer of single letters.</summary>
    private static Tokenizer Letters(TempFolder temp)
    {
        IEnumerable<string> pieces = ["<pad>", "</s>", "<unk>", "▁", .. "abdeghinorstw".Select(c => c.ToString())];
        string vocabulary = string.Join(",", pieces.Select((piece, i) => $"[\"{piece}\",{(i < 3 ? 0 : -3)}]"));
        File.WriteAllText(temp.File("tokenizer.json"), $$$"""
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
             "pre_tokenizer":{"type":"Metaspace","replacement":"▁","add_prefix_space":true},"post_processor":null,
             "decoder":{"type":"Metaspace","replacement":"▁","add_prefix_space":true},
             "model":{"type":"Unigram","unk_id":2,"vocab":[{{{vocabulary}}}]}}
            """);
        return Tokenizer.Load(temp.Path);
    }

    private static ShardRow Row(int iteration, string query, int[] output, bool success) => new()
    {
        SampleId = Guid.NewGuid().ToString(), Iteration = iteration, Task = "t", QueryId = query, SampleIndex = 0, Instruction = "right",
        Query = query,
        Output = "", PromptTokenIds = [3], OutputTokenIds = output, OutputLogprobs = new float[output.Length],
        FinishReason = FinishReason.Stop,
        ModelVersion = 0, ModelFingerprint = "f", Seed = 0, Temperature = 1, TopP = 1, TopK = 0,
        RelabeledInstruction = success ? "right" : "wrong", ContrastInstruction = success ? "wrong" : "right", IsSuccess = success,
    };
}
