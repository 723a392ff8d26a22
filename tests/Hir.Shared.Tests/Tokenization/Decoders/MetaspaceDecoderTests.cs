using Hir.Shared.Tokenization.Decoders;

namespace Hir.Shared.Tests.Tokenization.Decoders;

public sealed class MetaspaceDecoderTests
{
    [Theory]
    [InlineData("▁Hey|▁my|friend", "Hey myfriend")]
    [InlineData("▁|▁Hey|▁", "Hey ")]
    [InlineData("▁a▁b", "a b")]
    [InlineData("", "")]
    public void Decode_DropLeading_RemovesTheMarksOfTheStart(string tokens, string expected) =>
        Assert.Equal(expected, Decoded.Of(new MetaspaceDecoder('▁', dropLeading: true), tokens.Split('|')));

    [Fact]
    public void Decode_KeepLeading_KeepsThem() => Assert.Equal(" Hey", Decoded.Of(new MetaspaceDecoder('▁', dropLeading: false), "▁Hey"));
}
