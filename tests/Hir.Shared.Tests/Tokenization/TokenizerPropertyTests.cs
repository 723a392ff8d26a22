using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tokenization;
using Hir.Shared.Tokenization.Models;
using Hir.Shared.Tokenization.PreTokenizers;
using Hir.Shared.Tokenization.Training;
using Hir.Testing;

namespace Hir.Shared.Tests.Tokenization;

public sealed class TokenizerPropertyTests
{
    private const int Unknown = 0;

    private const string Reference = "t5-unigram";

    [Fact]
    public void Encode_RandomVocabulary_IsTheBestOfAllWays() => Prop.ForAll(VocabularyGen().ToArbitrary(), ShortText(), (vocabulary, text) =>
    {
        UnigramModel model = new(vocabulary, Unknown, new HashSet<int> { Unknown });
        PieceList pieces = new();
        pieces.Add(text, atStart: true);
        List<int> ids = [];
        model.Encode(pieces, ids);

        double unknownScore = vocabulary.Min(v => v.Score) - 10;
        double found = ScoreOf(ids, text, vocabulary, unknownScore);
        Assert.Equal(BestByBruteForce(text, vocabulary, unknownScore), found, 1e-3);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_OfEncodedText_IsTheTextWithSingleSpaces()
    {
        Tokenizer tokenizer = Trained();
        Prop.ForAll(TextGen("abc \t\n(A).", 40).ToArbitrary(), text =>
        {
            int[] ids = tokenizer.Encode(text);
            Assert.DoesNotContain(2, ids);
            Assert.Equal(SingleSpaced(text), tokenizer.Decode(ids));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Encode_AnyText_EndsWithTheEndTokenAndDecodes()
    {
        Tokenizer tokenizer = Trained();
        Prop.ForAll<string>(text => AssertEncodes(tokenizer, text ?? "")).QuickCheckThrowOnFailure();
        Prop.ForAll(AnyCharsGen().ToArbitrary(), text => AssertEncodes(tokenizer, text)).QuickCheckThrowOnFailure();
    }

    [SharedTheory]
    [InlineData("tokenizer.json")]
    [InlineData("spiece.model")]
    public void Encode_AnyTextByTheReferenceVocabulary_NeverFails(string file)
    {
        using TempFolder folder = new();
        File.Copy(SharedFixtures.PathOf("fixtures", "tokenizers", Reference, file), folder.File(file));
        Tokenizer tokenizer = Tokenizer.Load(folder.Path);
        Prop.ForAll(AnyCharsGen().ToArbitrary(), text => AssertEncodes(tokenizer, text)).QuickCheckThrowOnFailure();
        Assert.All(["\ud800", "\udc00", "a\ud800b", "\udc00\ud800", "\0", "\uFEFF", "\u200d", "</s>", "＜/s＞"], text => AssertEncodes(tokenizer, text));
    }

    [SharedFact]
    public void Encode_BothFilesOfTheReferenceVocabulary_Agree()
    {
        string folder = SharedFixtures.PathOf("fixtures", "tokenizers", Reference);
        using TempFolder alone = new();
        File.Copy(Path.Combine(folder, "spiece.model"), alone.File("spiece.model"));
        Tokenizer json = Tokenizer.Load(folder);
        Tokenizer sentencePiece = Tokenizer.Load(alone.Path);
        Prop.ForAll(TextGen("abtheing 0159(A)é½ﬁ\u0301日\n", 60).ToArbitrary(), text =>
            Assert.Equal(sentencePiece.Encode(text), json.Encode(text))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Encode_FromSeveralThreads_GivesTheSameIds()
    {
        Tokenizer tokenizer = Trained();
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => string.Concat(Enumerable.Repeat("abc (A) cab ", i % 17)) + new string('b', i))];
        int[][] expected = [.. texts.Select(t => tokenizer.Encode(t))];
        Parallel.For(0, texts.Length, i => Assert.Equal(expected[i], tokenizer.Encode(texts[i])));
    }

    private static void AssertEncodes(Tokenizer tokenizer, string text)
    {
        int[] ids = tokenizer.Encode(text);
        Assert.Equal(1, ids[^1]);
        Assert.All(ids, id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1));
        tokenizer.Decode(ids);
        Assert.Equal(ids[..^1], tokenizer.Encode(text, addSpecialTokens: false));
    }

    private static Tokenizer Trained()
    {
        using TempFolder folder = new();
        UnigramTrainer.Train(["abc abc abcab (A) aab. A.", "cab cab (A)"], new UnigramTrainerOptions { VocabularySize = 30 }).WriteTo(folder.Path);
        return Tokenizer.Load(folder.Path);
    }

    private static string SingleSpaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Gen<string> TextGen(string alphabet, int maxLength) =>
        Gen.Elements(alphabet.ToCharArray()).ListOf().Select(chars => new string([.. chars.Take(maxLength)]));

    private static Arbitrary<string> ShortText() => TextGen("abc", 9).ToArbitrary();

    private static Gen<string> AnyCharsGen() => Gen.Choose(0, 0xFFFF).ListOf().Select(codes => new string([.. codes.Select(c => (char)c)]));

    private static Gen<(string Token, double Score)[]> VocabularyGen() =>
        from tokens in TextGen("abc", 4).Where(t => t.Length > 0).ListOf()
        from scores in Gen.Choose(-2000, -1).ListOf(tokens.Count + 1)
        select tokens.Distinct().Prepend("<unk>").Select((token, i) => (token, scores[i] / 100.0)).ToArray();

    /// <summary>The score of a way, where a run of unknowns is as long as the next known token allows.</summary>
    private static double ScoreOf(List<int> ids, string text, (string Token, double Score)[] vocabulary, double unknownScore)
    {
        int known = ids.Where(id => id != Unknown).Sum(id => vocabulary[id].Token.Length);
        return ids.Where(id => id != Unknown).Sum(id => vocabulary[id].Score) + ((text.Length - known) * unknownScore);
    }

    private static double BestByBruteForce(string text, (string Token, double Score)[] vocabulary, double unknownScore)
    {
        if (text.Length == 0) return 0;
        double Rest(int from) => BestByBruteForce(text[from..], vocabulary, unknownScore);
        IEnumerable<double> ways = vocabulary
            .Where(v => text.StartsWith(v.Token, StringComparison.Ordinal))
            .Select(v => v.Score + Rest(v.Token.Length));
        bool firstIsKnown = vocabulary.Any(v => v.Token == text[..1]);
        return firstIsKnown ? ways.Max() : ways.Append(unknownScore + Rest(1)).Max();
    }
}
