using Hir.Learner.Batching;
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
    public void FromRelabeled_PieceInTheDecoder_KeepsThePrefixAsContextAndDropsTheRest()
    {
        ShardRow row = Row(0, "ab", [5, 6, 7, 8, 1], true) with { PieceStart = 2, PieceEnd = 4 };

        TrainingPair pair = Assert.Single(Select([row], Settings).Pairs);

        Assert.Equal([5, 6, 7, 8], pair.OutputTokenIds);
        Assert.Equal((2, 2), (pair.PrefixLength, pair.TrainedTokens));
        Assert.Equal(Assert.Single(Select([row with { PieceStart = null, PieceEnd = null }], Settings).Pairs).PromptTokenIds, pair.PromptTokenIds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FromRelabeled_PieceOfAPromptThatGoesOn_PutsThePrefixBeforeThePromptsEnd(bool promptsEnd)
    {
        ShardRow row = Row(0, "ab", [5, 6, 7, 8, 1], true);
        using TempFolder temp = new();
        ReplaySelection selection = new(Letters(temp, promptsEnd), PromptTemplate.Default);

        TrainingPair whole = Assert.Single(selection.FromRelabeled([row], Settings, 0.1).Pairs);
        TrainingPair pair = Assert.Single(selection.FromRelabeled(
            [row with { PieceStart = 2, PieceEnd = 4, PieceSide = PieceSide.Encoder }], Settings, 0.1).Pairs);

        int[] Prompted(IReadOnlyList<int> prompt) =>
            promptsEnd ? [.. prompt.SkipLast(1), 5, 6, 1] : [.. prompt, 5, 6];
        Assert.Equal(promptsEnd, whole.PromptTokenIds[^1] == 1);
        Assert.Equal(Prompted(whole.PromptTokenIds), pair.PromptTokenIds);
        Assert.Equal(Prompted(whole.ContrastPromptTokenIds!), pair.ContrastPromptTokenIds!);
        Assert.Equal([7, 8], pair.OutputTokenIds);
        Assert.Equal(0, pair.PrefixLength);
    }

    [Fact]
    public void FromRelabeled_EqualPieces_AreOnePairAndNoneWithTheWholeOutput()
    {
        ShardRow[] rows =
        [
            Row(0, "ab", [5, 6], false),
            Row(0, "ab", [5, 6, 7, 1], true) with { PieceStart = 0, PieceEnd = 2 },
            Row(0, "ab", [5, 6, 8, 1], true) with { PieceStart = 0, PieceEnd = 2 },
            Row(0, "ab", [5, 6, 8, 1], true) with { PieceStart = 1, PieceEnd = 2 },
        ];

        ReplayPairs replay = Select(rows, Settings);

        Assert.Equal((3, 1), (replay.Pairs.Count, replay.Repeated));
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

    private static ReplayPairs Select(ShardRow[] rows, ReplaySection settings)
    {
        using TempFolder temp = new();
        return new ReplaySelection(Letters(temp), PromptTemplate.Default).FromRelabeled(rows, settings, 0.1);
    }

    /// <summary>A Unigram tokenizer of single letters.</summary>
    private static Tokenizer Letters(TempFolder temp, bool endsTexts = false)
    {
        string after = endsTexts
            ? """
                {"type":"TemplateProcessing","single":[{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
                 "pair":[],"special_tokens":{"</s>":{"id":"</s>","ids":[1],"tokens":["</s>"]}}}
                """
            : "null";
        IEnumerable<string> pieces = ["<pad>", "</s>", "<unk>", "▁", .. "abdeghinorstw".Select(c => c.ToString())];
        string vocabulary = string.Join(",", pieces.Select((piece, i) => $"[\"{piece}\",{(i < 3 ? 0 : -3)}]"));
        File.WriteAllText(temp.File("tokenizer.json"), $$$"""
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
             "pre_tokenizer":{"type":"Metaspace","replacement":"▁","add_prefix_space":true},"post_processor":{{{after}}},
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
