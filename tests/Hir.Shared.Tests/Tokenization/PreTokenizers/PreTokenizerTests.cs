using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tests.Tokenization.PreTokenizers;

/// <summary>Expected pieces follow the description of each component in the tokenizers library's documentation.</summary>
public sealed class PreTokenizerTests
{
    [Theory]
    [InlineData("Hey my  friend", "Hey|my|friend")]
    [InlineData("  a\t\nb\u00A0c\u2003d ", "a|b|c|d")]
    [InlineData("", "")]
    [InlineData(" \n", "")]
    public void WhitespaceSplit_Text_IsItsWords(string text, string expected) => Assert.Equal(expected, Pieces(new WhitespaceSplitPreTokenizer(), text));

    [Theory]
    [InlineData("Hey my friend", true, "▁Hey|▁my|▁friend")]
    [InlineData("Hey my friend", false, "▁Hey▁my▁friend")]
    [InlineData(" Hey  my ", true, "▁Hey|▁|▁my|▁")]
    [InlineData("▁Hey", true, "▁Hey")]
    [InlineData("a▁b", true, "▁a|▁b")]
    [InlineData("", true, "")]
    public void Metaspace_PrependAlways_MarksTheStart(string text, bool split, string expected) =>
        Assert.Equal(expected, Pieces(new MetaspacePreTokenizer('▁', PrependScheme.Always, split), text));

    [Theory]
    [InlineData("Always", "▁Hey|▁my")]
    [InlineData("First", "▁Hey|my")]
    [InlineData("Never", "Hey|my")]
    public void Metaspace_AfterSplitting_MarksTheWordsThatItsSchemeNames(string scheme, string expected) => Assert.Equal(
        expected,
        Pieces(SplitThenMark(Enum.Parse<PrependScheme>(scheme)), "Hey my"));

    [Fact]
    public void Metaspace_FirstSchemeAfterLeadingSpace_MarksNoWord() =>
        Assert.Equal("Hey|my", Pieces(SplitThenMark(PrependScheme.First), " Hey my"));

    [Fact]
    public void Sequence_OfNone_LeavesTheTextWhole() => Assert.Equal("Hey my", Pieces(new SequencePreTokenizer([]), "Hey my"));

    private static SequencePreTokenizer SplitThenMark(PrependScheme scheme) =>
        new([new WhitespaceSplitPreTokenizer(), new MetaspacePreTokenizer('▁', scheme, split: true)]);

    private static string Pieces(IPreTokenizer preTokenizer, string text)
    {
        PieceList source = new();
        source.Add(text, atStart: true);
        PieceList target = new();
        preTokenizer.Split(source, target);
        return string.Join('|', Enumerable.Range(0, target.Count).Select(i => target[i].ToString()));
    }
}
