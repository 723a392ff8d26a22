using System.Text;
using Hir.Shared.Tokenization.AddedTokens;

namespace Hir.Shared.Tests.Tokenization.AddedTokens;

public sealed class AddedTokenMatcherTests
{
    private static readonly AddedToken[] Tokens =
    [
        new(0, "<s>", true), new(1, "<s>2", true), new(2, "word", false, SingleWord: true),
        new(3, "<m>", true, StripLeft: true, StripRight: true),
    ];

    [Theory]
    [InlineData("a<s>b", "a[0]b")]
    [InlineData("<s><s>2<s>", "[0][1][0]")]
    [InlineData("<s", "<s")]
    [InlineData("<<s>", "<[0]")]
    [InlineData("", "")]
    [InlineData("a word, words sword word_ word", "a [2], words sword word_ [2]")]
    [InlineData("a  <m>\t b", "a[3]b")]
    [InlineData("a <s> <m> b", "a [0][3]b")]
    [InlineData("<M>", "<M>")]
    public void TryFind_Text_FindsLeftmostLongest(string text, string expected)
    {
        AddedTokenMatcher matcher = new(Tokens);
        StringBuilder found = new();
        int start = 0;
        while (matcher.TryFind(text, start, out AddedToken? token, out (int Start, int End) range))
        {
            found.Append(text[start..range.Start]).Append('[').Append(token!.Id).Append(']');
            start = range.End;
        }

        Assert.Equal(expected, found.Append(text[start..]).ToString());
    }

    /// <summary>As the tokenizers library has it: the shorter token within is not looked for.</summary>
    [Fact]
    public void TryFind_LongestMustStandAloneAndDoesNot_PassesOverIt()
    {
        AddedTokenMatcher matcher = new([new(0, "ab", false, SingleWord: true), new(1, "a", false)]);
        Assert.True(matcher.TryFind("abx a", 0, out AddedToken? token, out (int Start, int End) range));
        Assert.Equal((1, (4, 5)), (token!.Id, range));
        Assert.False(matcher.TryFind("𝔘ab", 0, out _, out _)); // a letter beyond U+FFFF
    }

    [Fact]
    public void TryFind_NoTokens_FindsNothing() => Assert.False(new AddedTokenMatcher([]).TryFind("<s>", 0, out _, out _));
}
