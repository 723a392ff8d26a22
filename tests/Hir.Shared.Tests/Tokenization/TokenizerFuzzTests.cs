using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.Shared.Tests.Tokenization;

/// <summary>
/// Damaged tokenizer files either load, and then encode and decode, or are refused as input. HIR_FUZZ_INPUTS sets how many are tried for
/// each reader; the seed is fixed, so that input n is always the same.
/// </summary>
public sealed class TokenizerFuzzTests : IDisposable
{
    private static readonly int Inputs =
        int.Parse(Environment.GetEnvironmentVariable("HIR_FUZZ_INPUTS") ?? "500", CultureInfo.InvariantCulture);

    // No input needs a second; a hang must not be one of the tests'.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private static readonly string[] Texts = ["", "abab  ab\n12 é日😀 <s> x", string.Concat(Enumerable.Repeat("ab c", 300))];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_DamagedTokenizerJson_LoadsOrIsRefused()
    {
        JsonNode[] valid = [.. SmallTokenizers.All.Select(json => JsonNode.Parse(json)!)];
        foreach (JsonNode json in valid) await Try("tokenizer.json", Encoding.UTF8.GetBytes(json.ToJsonString()), mayBeRefused: false, "unchanged");
        for (int input = 0; input < Inputs; input++)
        {
            Random random = new(input);
            JsonNode json = valid[random.Next(valid.Length)].DeepClone();
            byte[] content = random.Next(3) > 0
                ? Encoding.UTF8.GetBytes(Mutation.OfNodes(json, valid, random).ToJsonString())
                : Mutation.OfBytes(Encoding.UTF8.GetBytes(json.ToJsonString()), random);
            await Try("tokenizer.json", content, mayBeRefused: true, $"input {input}");
        }
    }

    [Fact]
    public async Task Load_DamagedSentencePieceModel_LoadsOrIsRefused()
    {
        byte[][] valid = [SmallTokenizers.SentencePieceUnigram, SmallTokenizers.SentencePieceBpe];
        foreach (byte[] file in valid) await Try("spiece.model", file, mayBeRefused: false, "unchanged");
        for (int input = 0; input < Inputs; input++)
        {
            Random random = new(input);
            await Try("spiece.model", Mutation.OfBytes(valid[random.Next(valid.Length)], random), mayBeRefused: true, $"input {input}");
        }
    }

    private async Task Try(string name, byte[] content, bool mayBeRefused, string input)
    {
        await File.WriteAllBytesAsync(_folder.File(name), content);
        try
        {
            await Task.Run(LoadAndUse).WaitAsync(Hang);
        }
        catch (InputException e) when (mayBeRefused)
        {
            Assert.NotEmpty(e.Problems);
        }
        catch (Exception e) when (mayBeRefused)
        {
            Assert.Fail($"{name}, {input}: {e}");
        }
    }

    private void LoadAndUse()
    {
        Tokenizer tokenizer = Tokenizer.Load(_folder.Path);
        foreach (string text in Texts)
        {
            int[] ids = tokenizer.Encode(text);
            Assert.All(ids, id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1));
            StreamingDecoder stream = tokenizer.StartDecoding();
            Assert.Equal(tokenizer.Decode(ids), string.Concat(ids.Select(stream.Add)) + stream.Flush());
        }
    }
}
