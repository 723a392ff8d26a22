using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tokenization.Patterns;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tests.Tokenization.Patterns;

/// <summary>What matches is Oniguruma's word, as its documentation (doc/RE) and the Rust tokenizers library have it.</summary>
public sealed class TextPatternTests
{
    [Theory]
    [InlineData(@"\p{L}+", "a𝔘b 𐍈1", "a𝔘b|𐍈")]
    [InlineData(@"\p{N}{1,3}", "12𝟙𝟚3", "12𝟙|𝟚3")]
    [InlineData(@"[^\s\p{L}\p{N}]+", "a😀! 𝟙", "😀!")]
    [InlineData(@"\p{Lu}\p{Ll}+", "Ab 𝐀𝐛𝐜", "Ab|𝐀𝐛𝐜")]
    [InlineData(@".", "a😀", "a|😀")]
    [InlineData(@"\w+", "a_1 ²x é", "a_1|²x|é")]
    [InlineData(@"\W", "a-²", "-")]
    [InlineData(@"\h+", "xABc9g", "ABc9")]
    [InlineData(@"\p{^L}|\P{N}", "a1", "a|1")]
    [InlineData(@"(?i:'s|k)", "'S'ſ'\u212A", "'S|'ſ|\u212A")]
    [InlineData(@"(?i)[a-c]x", "AX bx cX", "AX|bx|cX")]
    [InlineData(@"^a$", "a\na\nb", "a|a")]
    [InlineData(@"a++a|b", "aaab", "b")]
    [InlineData(@"\d{2}+", "1234567", "123456")]
    [InlineData(@"o{,2}n", "ooon", "oon")]
    [InlineData(@"a{1,2}?", "aa", "a|a")]
    [InlineData(@"a{x", "a{x", "a{x")]
    [InlineData(@"[]a]+", "a]b", "a]")]
    [InlineData(@"[\-a&]+", "a-&b", "a-&")]
    [InlineData(@"(?<x>a)\b", "a ab", "a")]
    [InlineData(@"\x{41}\u0042\x43", "ABC", "ABC")]
    [InlineData(@"\s+(?!\S)|\s+", "a   b", "  | ")]
    [InlineData(@"(?<!a)b(?=c)", "abc bc", "b")]
    public void FindAll_Expression_FindsWhatOnigurumaDoes(string pattern, string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Found(TextPattern.OfRegex(pattern), text)));

    [Theory]
    [InlineData("(", "parenthesis")]
    [InlineData("a)", "parenthesis")]
    [InlineData("[a", "bracket")]
    [InlineData("*a", "nothing to repeat")]
    [InlineData("[a[b]]", "brackets within brackets")]
    [InlineData("[a&&b]", "&&")]
    [InlineData(@"\p{Han}", @"\p{Han}")]
    [InlineData(@"\X", @"\X")]
    [InlineData(@"(a)\1", @"\1")]
    [InlineData("(?~a)", "(?~")]
    [InlineData("a(?i)b", "(?i)")]
    [InlineData("😀", "U+FFFF")]
    [InlineData(@"\x{1F600}", "U+FFFF")]
    [InlineData("[z-a]", "range")]
    [InlineData("a{2,1}", "repeats")]
    [InlineData("a{99999}", "99999")]
    [InlineData(@"a\", "backslash")]
    public void OfRegex_Unsupported_IsRefusedByName(string pattern, string named) =>
        Assert.Contains(named, Assert.Throws<FormatException>(() => TextPattern.OfRegex(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void OfRegex_AnyPattern_IsReadOrRefused() => Prop.ForAll(
        Gen.Elements(@"ab()[]{}?*+|\^$.-,:=!<>i1pLNsSdDwWxu&&".ToCharArray()).ListOf().Select(c => new string([.. c])).ToArbitrary(),
        pattern =>
        {
            try
            {
                TextPattern.OfRegex(pattern).FindAll("ab 1\n😀", []);
            }
            catch (FormatException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FindAll_ExpressionThatBacktracksWithoutEnd_GivesUp()
    {
        TextPattern pattern = TextPattern.OfRegex("(a|a|aa)+$");
        Assert.Contains(
            "takes too long", Assert.Throws<InputException>(() => pattern.FindAll(new string('a', 60) + "b", [])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aa", "aaa", "aa")]
    [InlineData("", "abc", "")]
    [InlineData("a+", "a+aa", "a+")]
    public void FindAll_Literal_IsTakenAsItStands(string literal, string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Found(TextPattern.OfLiteral(literal), text)));

    [Fact]
    public void Replace_TextThatGrowsWithoutBound_IsRefused() => Assert.Throws<InputException>(
        () => TextPattern.OfLiteral("a").Replace(new string('a', 1 << 17), new string('b', 1000)));

    [Fact]
    public void Split_WellKnownPatterns_AreTheSameWithoutExpressions()
    {
        (string Pattern, IPreTokenizer Fast)[] pairs =
        [
            (Gpt2WordPreTokenizer.Pattern, new Gpt2WordPreTokenizer()),
            (Cl100kWordPreTokenizer.OneDigit, new Cl100kWordPreTokenizer(1)),
            (Cl100kWordPreTokenizer.ThreeDigits, new Cl100kWordPreTokenizer(3)),
        ];
        foreach ((string pattern, IPreTokenizer fast) in pairs)
        {
            SplitPreTokenizer general = new(TextPattern.OfRegex(pattern), SplitBehavior.Isolated, invert: false);
            Prop.ForAll(TextGen.Any.ToArbitrary(), text => Assert.Equal(Pieces(general, text), Pieces(fast, text)))
                .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        }
    }

    private static IEnumerable<string> Found(TextPattern pattern, string text)
    {
        List<(int Start, int End)> found = [];
        pattern.FindAll(text, found);
        return found.Select(f => text[f.Start..f.End]);
    }

    private static string[] Pieces(IPreTokenizer preTokenizer, string text)
    {
        PieceList source = new();
        source.Add(text, atStart: true);
        PieceList target = new();
        preTokenizer.Split(source, target);
        return [.. Enumerable.Range(0, target.Count).Select(i => target[i].ToString())];
    }
}
