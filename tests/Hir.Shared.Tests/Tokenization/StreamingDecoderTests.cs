using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.Shared.Tests.Tokenization;

public sealed class StreamingDecoderTests
{
    /// <summary>Any ids, in any order: damaged characters, too.</summary>
    [Fact]
    public void Add_AnyIds_GivesInPartsWhatDecodeGives()
    {
        foreach (string file in SmallTokenizers.All)
        {
            Tokenizer tokenizer = Load(file);
            Prop.ForAll(Gen.Choose(-1, 302).ListOf().ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (ids, skip) =>
            {
                StreamingDecoder stream = tokenizer.StartDecoding(skip);
                string[] parts = [.. ids.Select(stream.Add), stream.Flush()];
                Assert.Equal(tokenizer.Decode(ids, skip), string.Concat(parts));
                Assert.All(parts, p => Assert.Equal(p, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(p)))); // no half of a pair
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        }
    }

    [Fact]
    public void Add_WholeCharacters_AreGivenAtOnce()
    {
        Tokenizer tokenizer = Load(SmallTokenizers.ByteLevel);
        StreamingDecoder stream = tokenizer.StartDecoding();
        int[] ids = tokenizer.Encode("a😀é", addSpecialTokens: false);
        Assert.Equal(["a", "", "", "", "😀", "é"], ids.Select(stream.Add));
        Assert.Equal("", stream.Flush());
    }

    [Fact]
    public void Decode_OfEncodedText_IsTheNormalizedText()
    {
        Tokenizer bytes = Load(SmallTokenizers.ByteLevel);
        Tokenizer fallback = Load(SmallTokenizers.ByteFallback);
        Gen<string> texts = TextGen.Any.Where(t => !t.Contains("<s>", StringComparison.Ordinal) && !t.Contains('▁'));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            Assert.Equal(Nfc(text), bytes.Decode(bytes.Encode(text)));
            Assert.Equal(text, fallback.Decode(fallback.Encode(text)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [SharedTheory]
    [InlineData("gpt2-bpe", false)]
    [InlineData("llama3-style-bpe", false)]
    [InlineData("qwen2-style-bpe", true)]
    public void Decode_OfTextEncodedByAReferenceVocabulary_IsTheNormalizedText(string name, bool composes)
    {
        Tokenizer tokenizer = Tokenizer.Load(SharedFixtures.PathOf("fixtures", "tokenizers", name));
        Prop.ForAll(TextGen.Any.ToArbitrary(), text =>
            Assert.Equal(
                composes ? Nfc(text) : text, tokenizer.Decode(tokenizer.Encode(text)))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    // The runtime's own normalization needs ICU; ours is tested against its own references.
    private static string Nfc(string text) =>
        new Hir.Shared.Tokenization.Normalizers.UnicodeFormNormalizer(kForm: false, compose: true).Normalize(text);

    private static Tokenizer Load(string json)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("tokenizer.json"), json);
        return Tokenizer.Load(folder.Path);
    }
}
