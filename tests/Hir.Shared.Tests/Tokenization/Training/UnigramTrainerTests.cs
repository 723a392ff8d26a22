using Hir.Shared.Tasks.Families;
using Hir.Shared.Tokenization;
using Hir.Shared.Tokenization.Training;
using Hir.Testing;

namespace Hir.Shared.Tests.Tokenization.Training;

public sealed class UnigramTrainerTests
{
    private static readonly string[] Corpus =
        [.. TaskFamilies.All.SelectMany(f => f.Generate(60, 7)).Select(e => $"{e.Query}\n{e.Target}")];

    [Fact]
    public void Train_FamiliesCorpus_WritesATokenizerThatRoundTripsItsText()
    {
        Tokenizer tokenizer = Trained(new UnigramTrainerOptions { VocabularySize = 250 }, out _);
        Assert.InRange(tokenizer.VocabularySize, 230, 250);
        Assert.All(Corpus, text =>
        {
            int[] ids = tokenizer.Encode(text);
            Assert.DoesNotContain(2, ids);
            Assert.Equal(1, ids[^1]);
            Assert.Equal(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), tokenizer.Decode(ids));
        });
    }

    [Fact]
    public void Train_OptionLabels_AreSingleTokens()
    {
        Tokenizer tokenizer = Trained(new UnigramTrainerOptions { VocabularySize = 200 }, out _);
        Assert.All(["(A)", "(B)", "(C)"], label => Assert.Equal(2, tokenizer.Encode(label).Length));
    }

    [Fact]
    public void Train_FrequentWords_AreSingleTokensAndRareOnesAreNot()
    {
        string[] lines = [.. Enumerable.Repeat("the cat sat on the mat", 50), "the zebra"];
        Tokenizer tokenizer = Trained(new UnigramTrainerOptions { VocabularySize = 30 }, out _, lines);
        Assert.All(["the", "cat", "mat"], word => Assert.Single(tokenizer.Encode(word, addSpecialTokens: false)));
        Assert.NotEqual(1, tokenizer.Encode("zebra", addSpecialTokens: false).Length);
        Assert.DoesNotContain(2, tokenizer.Encode("zebra"));
    }

    [Fact]
    public void Train_WholeWordsAndAlphabet_AreInTheVocabularyThoughTheCorpusLacksThem()
    {
        UnigramTrainerOptions options = new() { VocabularySize = 40, WholeWords = ["(yes)"], Alphabet = "#" };
        Tokenizer tokenizer = Trained(options, out _, ["a b c a b"]);
        Assert.Single(tokenizer.Encode("(yes)", addSpecialTokens: false));
        Assert.DoesNotContain(2, tokenizer.Encode("#"));
    }

    [Fact]
    public void Train_SameLinesTwice_WritesTheSameBytes()
    {
        Trained(new UnigramTrainerOptions { VocabularySize = 300 }, out byte[] first);
        Trained(new UnigramTrainerOptions { VocabularySize = 300 }, out byte[] second);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Train_MoreCharactersThanRoom_SaysWhatIsNeeded()
    {
        InputException e = Assert.Throws<InputException>(() => UnigramTrainer.Train(["abcdef"], new UnigramTrainerOptions { VocabularySize = 8 }));
        Assert.Contains("at least 10", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_NoWords_IsRefused() => Assert.Throws<InputException>(() => UnigramTrainer.Train(["  ", ""], new UnigramTrainerOptions()));

    private static Tokenizer Trained(UnigramTrainerOptions options, out byte[] bytes, string[]? lines = null)
    {
        using TempFolder folder = new();
        UnigramTrainer.Train(lines ?? Corpus, options).WriteTo(folder.Path);
        bytes = File.ReadAllBytes(folder.File("tokenizer.json"));
        return Tokenizer.Load(folder.Path);
    }
}
