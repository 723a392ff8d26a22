using System.Text.Json;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.Shared.Tests.Tokenization;

/// <summary>
/// Ids and texts that other programs computed: SentencePiece for T5's vocabulary, Hugging Face's npm package for the others.
/// </summary>
public sealed class ReferenceEncodingTests
{
    private const string T5 = "t5-unigram";
    private const string Llama = "llama-bpe";

    [SharedTheory]
    [InlineData(T5, 22)]
    [InlineData("gpt2-bpe", 22)]
    [InlineData(Llama, 22)]
    [InlineData("llama3-style-bpe", 16)]
    [InlineData("qwen2-style-bpe", 16)]
    public void Encode_TokenizerJson_AgreesOnEveryCase(string name, int cases) => AssertAgrees(name, cases, Tokenizer.Load(FolderOf(name)));

    [SharedFact]
    public void Encode_SentencePieceModelAlone_AgreesOnEveryCaseToo()
    {
        using TempFolder folder = new();
        File.Copy(Path.Combine(FolderOf(T5), "spiece.model"), folder.File("spiece.model"));
        Assert.True(Tokenizer.Exists(folder.Path));
        Tokenizer tokenizer = Tokenizer.Load(folder.Path);
        AssertAgrees(T5, 22, tokenizer);
        Tokenizer fromJson = Tokenizer.Load(FolderOf(T5));
        Assert.Equal(fromJson.VocabularySize, tokenizer.VocabularySize);
        Assert.All(Enumerable.Range(-1, fromJson.VocabularySize + 2), id => Assert.Equal(fromJson.TokenOf(id), tokenizer.TokenOf(id)));
    }

    /// <summary>
    /// Llama's vocabulary as SentencePiece writes it holds no merges, only scores: here, of the first merge that makes a piece.
    /// </summary>
    [SharedFact]
    public void Encode_SentencePieceBpeModel_AgreesWithTheMergesOfTokenizerJson()
    {
        using TempFolder folder = new();
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(FolderOf(Llama), "tokenizer.json")));
        JsonElement model = json.RootElement.GetProperty("model");
        string[] pieces = [.. model.GetProperty("vocab").EnumerateObject().OrderBy(e => e.Value.GetInt32()).Select(e => e.Name)];
        Dictionary<string, int> ranks = [];
        foreach (JsonElement merge in model.GetProperty("merges").EnumerateArray())
        {
            ranks.TryAdd(merge.GetString()!.Replace(" ", "", StringComparison.Ordinal), ranks.Count);
        }

        File.WriteAllBytes(
            folder.File("tokenizer.model"),
            SentencePieceFile.Llama([.. pieces.Select(p => (p, -(float)ranks.GetValueOrDefault(p, 1 << 20)))]));
        AssertAgrees(Llama, 22, Tokenizer.Load(folder.Path));
    }

    /// <summary>Sentinels in the text are tokens, as T5's tokenizer has it; SentencePiece alone would spell them.</summary>
    [SharedFact]
    public void Encode_SentinelsInTheText_AreTokens()
    {
        Tokenizer tokenizer = Tokenizer.Load(FolderOf(T5));
        Assert.Equal([8, 3099, 8, 3000, 1], tokenizer.Encode("a <extra_id_0> a<extra_id_99>"));
        Assert.Equal("a a", tokenizer.Decode([8, 3099, 8, 3000, 1]));
        Assert.Equal("a<extra_id_0> a<extra_id_99></s>", tokenizer.Decode([8, 3099, 8, 3000, 1], skipSpecialTokens: false));
        Assert.Equal("a", tokenizer.Decode([8, 999_999, -1]));
    }

    private static string FolderOf(string name) => SharedFixtures.PathOf("fixtures", "tokenizers", name);

    private static void AssertAgrees(string name, int expectedCases, Tokenizer tokenizer)
    {
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(FolderOf(name), "encodings.json")));
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
            StreamingDecoder stream = tokenizer.StartDecoding();
            string streamed = string.Concat(actual.Select(stream.Add)) + stream.Flush();
            if (streamed != decoded) differences.Add($"streamed text of '{text}': '{streamed}'");
        }

        Assert.Equal(expectedCases, cases);
        Assert.Empty(differences);
    }
}
