using System.Text.Json.Nodes;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.Shared.Tests.Tokenization;

/// <summary>Special tokens around one text or a pair.</summary>
public sealed class JoinedIdsTests
{
    // As Transformers.js 3 encodes the pair ("the cat", "a dog").
    [SharedTheory]
    [InlineData("t5-unigram", new[] { 6, 545, 1, 8, 544, 1 }, new[] { 0, 0, 0, 0, 0, 0 })]
    [InlineData("llama-bpe", new[] { 1, 278, 6635, 1, 263, 11203 }, new[] { 0, 0, 0, 1, 1, 1 })]
    public void Join_Pair_IsAsAnotherLibraryHasIt(string fixture, int[] ids, int[] types)
    {
        Tokenizer tokenizer = Tokenizer.Load(SharedFixtures.PathOf("fixtures", "tokenizers", fixture));
        JoinedIds joined = tokenizer.Join(Ids(tokenizer, "the cat"), Ids(tokenizer, "a dog"));
        Assert.Equal(ids, joined.Ids);
        Assert.Equal(types, joined.TypeIds);
    }

    // <s> A </s></s> B </s> without types, and [CLS] A [SEP] B [SEP] with them, as the papers of the two networks have it.
    [Theory]
    [InlineData("RobertaProcessing", new[] { 8, 1, 2, 9, 9, 3, 9 }, new[] { 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("BertProcessing", new[] { 8, 1, 2, 9, 3, 9 }, new[] { 0, 0, 0, 0, 1, 1 })]
    public void Join_FixedProcessors_PutTheirSeparators(string type, int[] ids, int[] types)
    {
        JoinedIds joined = With($$"""{"type": "{{type}}", "cls": ["c", 8], "sep": ["s", 9]}""").Join([1, 2], [3]);
        Assert.Equal(ids, joined.Ids);
        Assert.Equal(types, joined.TypeIds);
    }

    [Fact]
    public void Join_TemplateWithoutAPair_EndsEachTextAsOneAlone()
    {
        const string Template = """
            {"type": "TemplateProcessing", "pair": [], "single": [{"SpecialToken": {"id": "c"}}, {"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "s"}}],
             "special_tokens": {"c": {"ids": [8]}, "s": {"ids": [9]}}}
            """;
        JoinedIds joined = With(Template).Join([1, 2], [3]);
        Assert.Equal([8, 1, 2, 9, 3, 9], joined.Ids);
        Assert.Equal([0, 0, 0, 0, 1, 1], joined.TypeIds);
        Assert.Equal([8, 1, 2, 9], With(Template).Join([1, 2]).Ids);
    }

    [Fact]
    public void Join_NoProcessor_PutsTheTextsSideBySide() => Assert.Equal([1, 2, 3], With("null").Join([1, 2], [3]).Ids);

    private static int[] Ids(Tokenizer tokenizer, string text) => tokenizer.Encode(text, addSpecialTokens: false);

    private static Tokenizer With(string postProcessor)
    {
        using TempFolder folder = new();
        JsonObject file = JsonNode.Parse(SmallTokenizers.All[0])!.AsObject();
        file["post_processor"] = JsonNode.Parse(postProcessor);
        File.WriteAllText(folder.File("tokenizer.json"), file.ToJsonString());
        return Tokenizer.Load(folder.Path);
    }
}
