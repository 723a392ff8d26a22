using Hir.Shared.Tokenization.Patterns;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tests.Tokenization.PreTokenizers;

/// <summary>The example of the tokenizers library's documentation (SplitDelimiterBehavior), and what it computes inverted.</summary>
public sealed class SplitPreTokenizerTests
{
    [Theory]
    [InlineData("Removed", false, "the|final|countdown")]
    [InlineData("Isolated", false, "the|-|final|-|-|countdown")]
    [InlineData("MergedWithPrevious", false, "the-|final-|-|countdown")]
    [InlineData("MergedWithNext", false, "the|-final|-|-countdown")]
    [InlineData("Contiguous", false, "the|-|final|--|countdown")]
    [InlineData("Removed", true, "-|-|-")]
    [InlineData("Isolated", true, "the|-|final|-|-|countdown")]
    [InlineData("MergedWithPrevious", true, "the|-final|-|-countdown")]
    [InlineData("MergedWithNext", true, "the-|final-|-|countdown")]
    public void Split_Behavior_IsAsDocumented(string behavior, bool invert, string expected)
    {
        SplitBehavior wanted = Enum.Parse<SplitBehavior>(behavior);
        Assert.Equal(expected, Cut.By(new SplitPreTokenizer(TextPattern.OfLiteral("-"), wanted, invert), "the-final--countdown"));
        Assert.Equal(expected, Cut.By(new SplitPreTokenizer(TextPattern.OfRegex(@"\-"), wanted, invert), "the-final--countdown"));
    }

    [Theory]
    [InlineData(false, "a|1|2|½|b|𝟙|𝟚")]
    [InlineData(true, "a|12½|b|𝟙𝟚")]
    public void Digits_Text_AreAloneOrInRuns(bool inRuns, string expected) =>
        Assert.Equal(expected, Cut.By(new CharPreTokenizer(CharPreTokenizer.IsNumber, inRuns), "a12½b𝟙𝟚"));

    [Fact]
    public void Punctuation_Text_HoldsTheSignsOfAscii() =>
        Assert.Equal("a|$|+|b€c|—|d", Cut.By(new CharPreTokenizer(CharPreTokenizer.IsPunctuation, inRuns: false), "a$+b€c—d"));

    [Fact]
    public void Whitespace_Text_IsWordsAndPunctuation() =>
        Assert.Equal("Hey|!?|a_1|𝔘|é", Cut.By(new WhitespacePreTokenizer(), " Hey !?\n a_1 𝔘 é"));

    [Fact]
    public void ByteLevel_Text_IsWrittenInBytes() => Assert.Equal("ĠHey|Ġ|ĠÃ©", Cut.By(
        new SequencePreTokenizer([new PrefixSpacePreTokenizer(), new Gpt2WordPreTokenizer(), new ByteAlphabetPreTokenizer()]),
        "Hey  é"));

    [Fact]
    public void Sequence_WithinSequences_CutsAsOneAfterTheOther()
    {
        SequencePreTokenizer inner = new([new WhitespaceSplitPreTokenizer(), new ByteAlphabetPreTokenizer()]);
        CharPreTokenizer digits = new(CharPreTokenizer.IsNumber, inRuns: false);
        Assert.Equal("a|1|2|b", Cut.By(new SequencePreTokenizer([digits, inner]), "a 12 b"));
        Assert.Equal("a|1|2|b", Cut.By(new SequencePreTokenizer([digits, new SequencePreTokenizer([inner, inner]), digits]), "a 12 b"));
    }

    /// <summary>The pieces of a text.</summary>
    private static class Cut
    {
        public static string By(IPreTokenizer preTokenizer, string text)
        {
            PieceList source = new();
            source.Add(text, atStart: true);
            PieceList target = new();
            preTokenizer.Split(source, target);
            return string.Join('|', Enumerable.Range(0, target.Count).Select(i => target[i].ToString()));
        }
    }
}
