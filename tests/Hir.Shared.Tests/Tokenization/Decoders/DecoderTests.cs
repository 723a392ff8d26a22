using Hir.Shared.Tokenization.Decoders;
using Hir.Shared.Tokenization.Patterns;

namespace Hir.Shared.Tests.Tokenization.Decoders;

/// <summary>Expected texts follow the description of each component in the tokenizers library; steps show what is certain when.</summary>
public sealed class DecoderTests
{
    private static readonly SequenceDecoder Llama = new(
    [
        new ReplaceDecoder(TextPattern.OfLiteral("▁"), " "), new ByteFallbackDecoder(), new FuseDecoder(),
        new StripDecoder(' ', start: 1, stop: 0),
    ]);

    [Theory]
    [InlineData("Hey|friend!", "Heyfriend!")]
    [InlineData("<0x61>", "a")]
    [InlineData("<0xE5>|<0x8f>|<0xab>|a", "叫a")]
    [InlineData("<0xE5>|<0x8f>|a", "\uFFFD\uFFFDa")]
    [InlineData("<0xE5>|<0x8f>|<0xab>|<0x8f>", "\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("<0xG1>|<0x1>|<0x+1>|<0x 1>", "<0xG1><0x1><0x+1><0x 1>")]
    public void ByteFallback_Tokens_BecomeText(string tokens, string expected) =>
        Assert.Equal(expected, Decoded.Of(new ByteFallbackDecoder(), tokens.Split('|')));

    [Theory]
    [InlineData("Hello|Ġworld|!", "Hello world!")]
    [InlineData("ðŁĺ|Ģ", "😀")]
    [InlineData("ðŁĺ|a", "\uFFFDa")]
    [InlineData("ðŁĺ", "\uFFFD")]
    [InlineData("é|<日>", "\uFFFD<日>")]
    public void ByteLevel_Tokens_BecomeText(string tokens, string expected) =>
        Assert.Equal(expected, Decoded.Of(new ByteLevelDecoder(), tokens.Split('|')));

    [Fact]
    public void ByteLevel_HalfACharacter_IsHeldBack() =>
        Assert.Equal(["a", "", "😀", "", "\uFFFDb", ""], Decoded.Steps(new ByteLevelDecoder(), "a", "ðŁĺ", "Ģ", "ð", "b"));

    [Fact]
    public void Llama_Tokens_LoseOneLeadingSpaceAndAreGivenAtOnce() =>
        Assert.Equal(["", " a", "", "", "", "叫 b", ""], Decoded.Steps(Llama, "▁", "▁a", "<0xE5>", "<0x8F>", "<0xAB>", "▁b"));

    [Theory]
    [InlineData(1, 0, "  a ", " a ")]
    [InlineData(0, 1, " a  ", " a ")]
    [InlineData(2, 2, " a b   ", "a b ")]
    [InlineData(3, 0, "  ", "")]
    [InlineData(0, 0, " a ", " a ")]
    public void Strip_Token_LosesAtMostSoMany(int start, int stop, string token, string expected)
    {
        Assert.Equal(expected, Decoded.Of(new StripDecoder(' ', start, stop), token));
        Assert.Equal(
            expected,
            Decoded.Of(new SequenceDecoder([new FuseDecoder(), new StripDecoder(' ', start, stop)]), token.Select(c => c.ToString())));
    }

    [Fact]
    public void Bpe_Suffix_IsASpaceButAtTheEnd() => Assert.Equal("hey you", Decoded.Of(new BpeDecoder("</w>"), "he", "y</w>", "you</w>"));

    [Fact]
    public void Space_Tokens_AreJoinedBySpaces() => Assert.Equal("a b c", Decoded.Of(new SpaceDecoder(), "a", "b", "c"));
}
