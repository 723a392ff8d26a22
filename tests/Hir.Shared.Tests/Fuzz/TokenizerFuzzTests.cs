using Hir.Shared.Tests.Tokenization;
using Hir.Shared.Tokenization;
using Hir.Shared.Tokenization.SentencePiece;
using Hir.Testing;
using Hir.Testing.Fuzz;

namespace Hir.Shared.Tests.Fuzz;

public sealed class TokenizerFuzzTests : IDisposable
{
    private static readonly string[] Texts = ["", "abab  ab\n12 é日😀 <s> x", string.Concat(Enumerable.Repeat("ab c", 300))];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void TokenizerJson_MutatedFiles_AreReadOrRefused() => Run(
        nameof(TokenizerJson),
        [.. SmallTokenizers.All.Select(FuzzSeeds.Text)],
        [.. Mutations.Json, .. Mutations.JsonNodes, .. Mutations.JsonNodes],
        TokenizerJson.FileName);

    [Fact]
    public void SentencePieceModel_MutatedFiles_AreReadOrRefused() => Run(
        nameof(SentencePieceModel),
        [SmallTokenizers.SentencePieceUnigram, SmallTokenizers.SentencePieceBpe],
        Mutations.Binary,
        SentencePieceModel.FileNames[0]);

    private void Run(string reader, IReadOnlyList<byte[]> seeds, IReadOnlyList<Mutation> mutations, string name)
    {
        string path = _temp.File(name);
        // A seed that were refused would make a run of nothing but refusals.
        foreach (byte[] seed in seeds) LoadAndUse(seed);
        new FuzzTarget
        {
            Reader = reader,
            Seeds = seeds,
            Mutations = mutations,
            IsClear = FuzzSeeds.IsInput,
            // Tables by id: the highest that is allowed makes one of four million entries.
            MostBytes = 128 << 20,
            Read = LoadAndUse,
        }.Run();

        void LoadAndUse(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            Tokenizer tokenizer = Tokenizer.Load(_temp.Path);
            foreach (string text in Texts)
            {
                int[] ids = tokenizer.Encode(text);
                Assert.All(ids, id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1));
                StreamingDecoder stream = tokenizer.StartDecoding();
                Assert.Equal(tokenizer.Decode(ids), string.Concat(ids.Select(stream.Add)) + stream.Flush());
            }
        }
    }
}
