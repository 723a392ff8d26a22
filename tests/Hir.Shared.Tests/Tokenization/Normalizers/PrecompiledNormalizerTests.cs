using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tokenization.Normalizers;
using Hir.Testing;

namespace Hir.Shared.Tests.Tokenization.Normalizers;

public sealed class PrecompiledNormalizerTests
{
    // Unicode's own values of NFKC, and SentencePiece's rules beside it (nmt_nfkc): white space and zero-width space become a space,
    // controls vanish.
    [SharedTheory]
    [InlineData("plain ASCII stays.", "plain ASCII stays.")]
    [InlineData("ﬁne ① ½ Ｆｕｌｌ", "fine 1 1⁄2 Full")]
    [InlineData("e\u0301a\u0308", "éä")] // composed though the letter is ASCII
    [InlineData("e\u0301", "é")]
    [InlineData("xe\u0301y", "xéy")]
    [InlineData("ﬁ\u0301", "fi\u0301")]  // the accent is not lost
    [InlineData("a\tb\nc\u00A0d\u200Be", "a b c d e")]
    [InlineData("a\u0001b", "ab")]
    [InlineData("\u1100\u1161\u11A8", "각")]
    [InlineData("👩‍👧", "👩‍👧")]
    [InlineData("", "")]
    public void Normalize_Text_IsWhatSentencePieceMakesOfIt(string text, string expected) => Assert.Equal(expected, Reference().Normalize(text));

    [SharedFact]
    public void Normalize_HalfASurrogatePair_IsTreatedAsTheReplacementCharacter() =>
        Assert.Equal(Reference().Normalize("\uFFFDx"), Reference().Normalize("\ud800x"));

    [SharedFact]
    public void Normalize_LongReplacementsInARow_GrowsItsBuffer() =>
        Assert.Equal(Repeat("صلى الله عليه وسلم", 2000), Reference().Normalize(Repeat("\uFDFA", 2000)));

    [SharedFact]
    public void Normalize_TwoParts_IsTheirJoinedNormalFormsWhereTheyMeetInASpace() => Prop.ForAll<string, string>((left, right) =>
    {
        PrecompiledNormalizer normalizer = Reference();
        Assert.Equal(normalizer.Normalize(left ?? "") + " " + normalizer.Normalize(right ?? ""), normalizer.Normalize(left + " " + right));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 1, 2, 3 })]
    [InlineData(new byte[] { 8, 0, 0, 0, 1, 2, 3, 4 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 1, 2, 3, 4 })]
    public void Constructor_SizesThatDoNotAgree_AreRefused(byte[] charsmap) => Assert.Throws<FormatException>(() => new PrecompiledNormalizer(charsmap));

    [Fact]
    public void Normalize_DamagedTrie_NeverReadsBeyondIt() => Prop.ForAll<byte[], string>((bytes, text) =>
    {
        byte[] trie = [.. bytes ?? [], 7, 7, 7, 7];
        trie = trie[..(trie.Length / 4 * 4)];
        new PrecompiledNormalizer([.. BitConverter.GetBytes(trie.Length), .. trie, 65, 66]).Normalize(text ?? "");
    }).QuickCheckThrowOnFailure();

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static PrecompiledNormalizer Reference()
    {
        string path = SharedFixtures.PathOf("fixtures", "tokenizers", "t5-unigram", "tokenizer.json");
        using JsonDocument tokenizer = JsonDocument.Parse(File.ReadAllBytes(path));
        return new PrecompiledNormalizer(tokenizer.RootElement.GetProperty("normalizer").GetProperty("precompiled_charsmap").GetBytesFromBase64());
    }
}
