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
            if (!expected.SequenceEqual(actual)) differences.Add($"ids of '{text}': [{string.Join(' ', actual)}], expected [{string.Join(' ', expected)}]");
            string decoded = tokenizer.Decode(actual);
            if (decoded != item.GetProperty("decoded").GetString()) differences.Add($"text of '{text}': '{decoded}'");
        }

        Assert.Equal(22, cases);
        Assert.Empty(differences);
    }
}
