using System.Security.Cryptography;
using System.Text;
using Hir.Shared.Tokenization.Normalizers;

namespace Hir.Shared.Tests.Tokenization.Normalizers;

/// <summary>The hashes were computed with the normalization of Python's unicodedata (Unicode 14).</summary>
public sealed class UnicodeFormNormalizerTests
{
    [Theory]
    [InlineData("NFC", "d6e7e73f03aea272f3c3e96e270e2dbd949f0e9471933072802e9728d3b9b49f")]
    [InlineData("NFD", "a378f356ebb0da395829fe7b3cdbeb065ff0cb899115e9fb1a0970d40cde3405")]
    [InlineData("NFKC", "018ce8afa8280e20798780aa38954df91433c9a2cb1cd76f7967e4d27e2c7661")]
    [InlineData("NFKD", "801f4debc274e6f1364671dc2a58129c94c673b0000732df34b7c6c198a8ec2b")]
    public void Normalize_EveryCharacterOfThreePlanes_AgreesWithUnicode(string form, string sha256)
    {
        INormalizer normalizer = Of(form);
        IEnumerable<string> characters = Enumerable.Range(0, 0x30000).Where(c => c is < 0xD800 or >= 0xE000).Select(c => new Rune(c).ToString());
        Assert.Equal(sha256, Hash(characters.Select(normalizer.Normalize)));
    }

    [Theory]
    [InlineData("NFC", "c074c4d6210020d3f6407d4537bd6a86a80bc919437aeb094a8679937625cfd9")]
    [InlineData("NFD", "17be3b5c413c59e408ac3981781174311fb8e7f697c0c6855109c5bb44b0cba6")]
    [InlineData("NFKC", "17bdd75f759ce70a467d04eaa17b02a78147c91f77330bb5b92c3369724d9125")]
    [InlineData("NFKD", "7825c10909a2873d88a34a981ac6495ce8c9d1d9c9c2c879ae64a0b8580eadfb")]
    public void Normalize_StringsOfAwkwardCharacters_AgreeWithUnicode(string form, string sha256) =>
        Assert.Equal(sha256, Hash(AwkwardStrings().Select(Of(form).Normalize)));

    [Theory]
    [InlineData("NFKC", "ﬁ①e\u0301Ｆ", "fi1éF")]
    [InlineData("NFC", "a\u0323\u0302 ﬁ", "ậ ﬁ")]
    [InlineData("NFD", "é각", "e\u0301\u1100\u1161\u11A8")]
    public void Normalize_HandValues_AreUnicodes(string form, string text, string expected) => Assert.Equal(expected, Of(form).Normalize(text));

    [Fact]
    public void Normalize_HalfASurrogatePair_IsTheReplacementCharacter() => Assert.Equal("\uFFFDa", Of("NFC").Normalize("\ud800a"));

    private static UnicodeFormNormalizer Of(string form) => new(form.Contains('K'), form.EndsWith('C'));

    private static string Hash(IEnumerable<string> texts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string text in texts) hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// 20,000 strings of letters, marks of several classes, Hangul, kana and compatibility characters, drawn by a linear congruential
    /// generator.
    /// </summary>
    private static IEnumerable<string> AwkwardStrings()
    {
        int[] pool =
        [
            0x41, 0x61, 0x65, 0x6F, 0x300, 0x301, 0x308, 0x323, 0x327, 0x338, 0x1EA1, 0xE9, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0xFB01, 0x2460,
            0xBD, 0x3099, 0x304B, 0x30AB, 0xFF76, 0xFF9E, 0x212B, 0x1E9B, 0x345, 0x3B1, 0x1F80, 0x1D15E, 0xF900, 0x2F800, 0x915, 0x93C, 0x958, 0x20,
            0x41F,
        ];
        ulong state = 12345;
        ulong Next(ulong bound)
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            return (state >> 33) % bound;
        }

        for (int i = 0; i < 20_000; i++)
        {
            StringBuilder text = new();
            for (ulong n = Next(9); n > 0; n--) text.Append(new Rune(pool[Next((ulong)pool.Length)]).ToString());
            yield return text.ToString();
        }
    }
}
