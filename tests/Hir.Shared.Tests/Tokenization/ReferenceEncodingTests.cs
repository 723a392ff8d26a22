using System.Text.Json;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.Shared.Tests.Tokenization;

/// <summary>Ids and texts that SentencePiece itself computed.</summary>
public sealed class ReferenceEncodingTests
{
    private static readonly string Folder = SharedFixtures.PathOf("fixtures", "tokenizers", "t5-unigram");

    [SharedFact]
    public void Encode_TokenizerJson_AgreesWithSentencePieceOnEveryCase() => AssertAgrees(Tokenizer.Load(Folder));

    [SharedFact]
    public void Encode_SentencePieceModelAlone_AgreesOnEveryCaseToo()
    {
        using TempFolder folder = new();
        File.Copy(Path.Combine(Folder, "spiece.model"), folder.File("spiece.model"));
        Assert.True(Tokenizer.Exists(folder.Path));
        Tokenizer tokenizer = Tokenizer.Load(folder.Path);
        AssertAgrees(tokenizer);
        Tokenizer fromJson = Tokenizer.Load(Folder);
        Assert.Equal(fromJson.VocabularySize, tokenizer.VocabularySize);
        Assert.All(Enumerable.Range(-1, fromJson.VocabularySize + 2), id => Assert.Equal(fromJson.TokenOf(id), tokenizer.TokenOf(id)));
    }

    /// <summary>Sentinels in the text are tokens, as T5's tokenizer has it; SentencePiece alone would spell them.</summary>
    [SharedFact]
    public void Encode_SentinelsInTheText_AreTokens()
    {
        Tokenizer tokenizer = Tokenizer.Load(Folder);
        Assert.Equal([8, 3099, 8, 3000, 1], tokenizer.Encode("a <extra_id_0> a<extra_id_99>"));
        Assert.Equal("a a", tokenizer.Decode([8, 3099, 8, 3000, 1]));
        Assert.Equal("a<extra_id_0> a<extra_id_99></s>", tokenizer.Decode([8, 3099, 8, 3000, 1], skipSpecialTokens: false));
        Assert.Equal("a", tokenizer.Decode([8, 999_999, -1]));
    }

    private static void AssertAgrees(Tokenizer tokenizer)
    {
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "encodings.json")));
        List<string> differences = [];
        int cases = 0;
        foreach (JsonElement item in reference.RootElement.GetProperty("cases").EnumerateArray())
        {
            cases++;
            string text = item.GetProperty("text").GetString()!;
            int[] expected = [.. item.GetProperty("ids").EnumerateArray().Select(e => e.GetInt32())];
            int[] actual = tokenizer.Encode(text);
            if (!expected.SequenceEqual(actual)) differences.Add($"ids of '{text}': {string.Join(' ', actual)}");
            string decoded = tokenizer.Decode(actual);
            if (decoded != item.GetProperty("decoded").GetString()) differences.Add($"text of '{text}': '{decoded}'");
        }

        Assert.Equal(22, cases);
        Assert.Empty(differences);
    }
}
