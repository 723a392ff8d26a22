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
        Assert.Equal(expected, new MetaspaceDecoder('▁', dropLeading: true).Decode(tokens.Split('|')));

    [Fact]
    public void Decode_KeepLeading_KeepsThem() => Assert.Equal(" Hey", new MetaspaceDecoder('▁', dropLeading: false).Decode(["▁Hey"]));
}
