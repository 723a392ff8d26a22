using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Pieces;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.Shared.Tests.Relabeling.Pieces;

public sealed class PieceCutterTests : IDisposable
{
    private const int End = 1;

    private static readonly AskedInstructions Asks = new("right please", "wrong please", []);

    private readonly TempFolder _folder = new();
    private readonly Tokenizer _tokenizer;

    public PieceCutterTests() => _tokenizer = Letters(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("abc", 2, 2)]
    [InlineData("abc", 0, null)]
    [InlineData("abc", null, null)]
    [InlineData("abc", 3, 3)] // right as far as it goes: all but the end token
    [InlineData("abc", 99, 3)]
    [InlineData("𝄞𝄞c", 2, 2)] // code points, not UTF-16 units
    public void Cut_Prefix_AddsWhatStandsBeforeTheFirstErrorAsASuccess(string output, int? firstError, int? tokens)
    {
        ShardRow row = Wrong(output) with { FirstError = firstError };

        ShardRow[] cut = [.. Cutter(PieceKind.Prefix).Cut(row)];

        Assert.Equal(row, cut[0]);
        Assert.Equal(tokens is null ? 1 : 2, cut.Length);
        if (tokens is null) return;
        Assert.Equal((0, tokens), (cut[1].PieceStart, cut[1].PieceEnd));
        Assert.Equal(("right please", null, true), (cut[1].RelabeledInstruction, cut[1].ContrastInstruction, cut[1].IsSuccess));
        Assert.Equal("s/prefix", cut[1].SampleId);
        Assert.Equal(row.OutputTokenIds, cut[1].OutputTokenIds);
    }

    [Fact]
    public void Cut_PrefixOfASuccess_IsNotNeeded() =>
        Assert.Single(Cutter(PieceKind.Prefix).Cut(Wrong("abc") with { FirstError = 2, IsSuccess = true }));

    [Theory]
    [InlineData(PieceUnit.Line, "ab\nc\nd", 5, 5)]
    [InlineData(PieceUnit.Line, "ab\nc\nd", 4, 3)]
    [InlineData(PieceUnit.Line, "abc", 2, null)]
    [InlineData(PieceUnit.Sentence, "a. b! c", 6, 5)] // the space after belongs to what follows, where it is a token of its own
    [InlineData(PieceUnit.Sentence, "a.b c", 4, null)]
    [InlineData(PieceUnit.Sentence, "a. b? cd", 4, 2)]
    public void Cut_PrefixOfLargerUnits_EndsWithTheLastWholeOne(PieceUnit unit, string output, int firstError, int? tokens)
    {
        ShardRow[] cut = [.. Cutter(PieceKind.Prefix, unit).Cut(Wrong(output) with { FirstError = firstError })];
        Assert.Equal(tokens, cut.ElementAtOrDefault(1)?.PieceEnd);
    }

    [Fact]
    public void Cut_RandomPiecesOfAWrongOutput_AreRightWhereTheTargetHasThemAtTheSamePlace()
    {
        PieceCutter cutter = Cutter(PieceKind.Random);
        ShardRow[] rows = [.. Enumerable.Range(0, 300).Select(i => Wrong("abcabcab", $"s{i}") with { Target = "abbabcab" })];

        ShardRow[] cut = [.. rows.SelectMany(cutter.Cut)];

        Assert.Equal(rows.Select(r => r.SampleId), cut.Select(r => r.SampleId));
        Assert.Equal(cut.Select(r => (r.PieceStart, r.PieceEnd)), rows.SelectMany(cutter.Cut).Select(r => (r.PieceStart, r.PieceEnd)));
        Assert.Contains(cut, r => r.IsSuccess == true);
        Assert.Contains(cut, r => r.PieceStart is null);
        foreach (ShardRow row in cut.Where(r => r.PieceStart is not null))
        {
            // Only place 2 differs: "c" for "b". That "c" occurs elsewhere in the target does not make it right.
            bool right = row.PieceStart > 2 || row.PieceEnd <= 2;
            Assert.Equal(
                right ? ("right please", "wrong please", true) : ("poor", "good", false),
                (row.RelabeledInstruction!, row.ContrastInstruction!, row.IsSuccess!.Value));
        }
    }

    [Fact]
    public void Cut_RandomPiecesOfARightOutput_AreRightThoughTheTargetIsWrittenOtherwise()
    {
        ShardRow[] cut = [.. Enumerable.Range(0, 30).SelectMany(i => Cutter(PieceKind.Random).Cut(
            Wrong("abcabc", $"s{i}") with { Target = "ABCABC.", IsSuccess = true, RelabeledInstruction = "good", ContrastInstruction = "poor" }))];
        Assert.All(cut, r => Assert.Equal(("good", "poor", true), (r.RelabeledInstruction, r.ContrastInstruction, r.IsSuccess)));
    }

    [Fact]
    public void Cut_RandomPiecesWithoutATarget_GoByTheFirstErrorOrStayWhole()
    {
        ShardRow[] rows = [.. Enumerable.Range(0, 60).Select(i => Wrong("abcabc", $"s{i}"))];

        Assert.All(rows.SelectMany(Cutter(PieceKind.Random).Cut), r => Assert.Null(r.PieceStart));
        foreach (ShardRow row in rows.SelectMany(r => Cutter(PieceKind.Random).Cut(r with { FirstError = 3 })).Where(r => r.PieceStart is not null))
        {
            Assert.Equal(row.PieceEnd <= 3, row.IsSuccess);
        }
    }

    [Fact]
    public void Cut_OutputOfThreeTokens_StaysWhole()
    {
        ShardRow row = Wrong("ab") with { Target = "ab" };
        Assert.Equal(row, Assert.Single(Cutter(PieceKind.Random).Cut(row)));
    }

    [Fact]
    public void Cut_TokensOfAnotherTokenizer_AreRefusedByTheRow()
    {
        InputException e = Assert.Throws<InputException>(
            () => Cutter(PieceKind.Prefix).Cut(Wrong("abc") with { Output = "xyz", FirstError = 2 }).ToArray());
        Assert.Contains("row s: its tokens decode to \"abc\", and its output is \"xyz\"", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_PiecesWithoutAFolder_SaysHowToNameIt()
    {
        Assert.Null(PieceCutter.Of(new RelabelSection(), ScoredRows.Words, null));
        InputException e = Assert.Throws<InputException>(
            () => PieceCutter.Of(new RelabelSection { Pieces = PieceKind.Random }, ScoredRows.Words, null));
        Assert.Contains("--model", e.Message, StringComparison.Ordinal);
    }

    private PieceCutter Cutter(PieceKind kind, PieceUnit unit = PieceUnit.Token) =>
        new(new RelabelSection { Pieces = kind, PieceUnit = unit }, Asks, _tokenizer, End);

    /// <summary>An output, a token a letter, that ends by itself.</summary>
    private ShardRow Wrong(string output, string id = "s")
    {
        int[] tokens = [.. _tokenizer.Encode(output, addSpecialTokens: false), End];
        return ScoredRows.Row(0, id: id) with
        {
            Output = output, OutputTokenIds = tokens, OutputLogprobs = new float[tokens.Length], ScoreStatus = ScoreStatus.Ok,
            RelabeledInstruction = "poor", ContrastInstruction = "good", IsSuccess = false,
        };
    }

    private static Tokenizer Letters(TempFolder folder)
    {
        string[] pieces = ["<pad>", "</s>", "<unk>", "a", "b", "c", "d", "A", "B", "C", ".", "!", "?", " ", "\\n", "𝄞"];
        string vocabulary = string.Join(",", pieces.Select(p => $"[\"{p}\",-3]"));
        File.WriteAllText(folder.File("tokenizer.json"), $$$"""
            {"version":"1.0","added_tokens":[{"id":1,"content":"</s>","special":true}],"normalizer":null,"pre_tokenizer":null,"post_processor":null,
             "decoder":{"type":"Fuse"},"model":{"type":"Unigram","unk_id":2,"vocab":[{{{vocabulary}}}]}}
            """);
        return Tokenizer.Load(folder.Path);
    }
}
