using System.Text.Json.Nodes;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.Shared.Tests.Tokenization;

public sealed class TokenizerJsonTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // As newer versions of the library convert a SentencePiece model.
    [Fact]
    public void Load_NewerForm_EncodesAndDecodes()
    {
        Tokenizer tokenizer = Load(Valid(normalizer: """
            {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"}, {"type": "Strip", "strip_left": false, "strip_right": true},
             {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "▁"}, {"type": "Replace", "pattern": {"String": "."}, "content": "$0"}]}
            """, preTokenizer: """{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true}"""));
        Assert.Equal([3, 4, 1], tokenizer.Encode("AB  a "));
        Assert.Equal([3, 2, 1], tokenizer.Encode("ab.")); // "$0" is a text and no group: unknown
        Assert.Equal("ab a", tokenizer.Decode([3, 4, 1]));
        Assert.Equal("ab ⁇ ", tokenizer.Decode([3, 2, 1]));
    }

    [Fact]
    public void Load_AddedTokenBeyondTheVocabulary_HasAnId()
    {
        Tokenizer tokenizer = Load(Valid());
        Assert.Equal(10, tokenizer.IdOf("[new]"));
        Assert.Equal(11, tokenizer.VocabularySize);
        Assert.Equal([3, 10, 4, 1], tokenizer.Encode("ab[new]a"));
        Assert.Equal("ab[new] a", tokenizer.Decode([3, 10, 4, 1])); // not special: stays
        Assert.Equal(3, tokenizer.IdOf("▁ab"));
        Assert.Null(tokenizer.IdOf("nothing"));
        Assert.Null(tokenizer.TokenOf(7));
    }

    [Fact]
    public void Load_UnsupportedComponents_NamesEachWithItsKey()
    {
        JsonObject json = Valid(normalizer: """{"type": "Sequence", "normalizers": [{"type": "BertNormalizer"}]}""", preTokenizer: """{"type": "UnicodeScripts"}""");
        json["post_processor"] = new JsonObject { ["type"] = "OtherProcessing" };
        json["decoder"] = new JsonObject { ["type"] = "WordPiece" };
        json["model"] = new JsonObject { ["type"] = "WordLevel" };
        InputException e = Refused(json);
        Assert.Equal(5, e.Problems.Count);
        string[] named = ["normalizer.normalizers[0].type", "BertNormalizer", "UnicodeScripts", "OtherProcessing", "WordPiece", "WordLevel"];
        Assert.All(named, n => Assert.Contains(n, e.Message, StringComparison.Ordinal));
        Assert.All(e.Problems, p => Assert.Contains("tokenizer.json", p, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model.unk_id", "9", "unk_id")]
    [InlineData("model.unk_id", "null", "unk_id")]
    [InlineData("model.vocab", """[["a", -1], ["b"]]""", "model.vocab[1]")]
    [InlineData("model.vocab", """[["a", "x"]]""", "model.vocab[0]")]
    [InlineData("model.vocab", "{}", "model.vocab")]
    [InlineData("model.byte_fallback", "1", "byte_fallback")]
    [InlineData("model", "null", "model is missing")]
    [InlineData("added_tokens", """[{"id": -1, "content": "x"}]""", "added_tokens[0].id")]
    [InlineData("added_tokens", """[{"id": 1, "content": ""}]""", "added_tokens[0].content")]
    [InlineData("added_tokens", """[{"id": 2000000000, "content": "x"}]""", "added_tokens[0].id")]
    [InlineData("added_tokens", """[{"id": 7, "content": "x"}, {"id": 7, "content": "y"}]""", "added_tokens[1].id")]
    [InlineData("added_tokens", """[{"id": 7, "content": "x"}, {"id": 8, "content": "x"}]""", "added_tokens[1].content")]
    [InlineData("normalizer", """{"type": "Replace", "pattern": {"Regex": "\\p{Han}"}, "content": ""}""", "\\p{Han}")]
    [InlineData("pre_tokenizer", """{"type": "Split", "pattern": {"String": "a"}, "behavior": "Kept"}""", "pre_tokenizer.behavior")]
    [InlineData("pre_tokenizer", """{"type": "Split", "pattern": {"Regex": "(a"}, "behavior": "Removed"}""", "pre_tokenizer.pattern.Regex")]
    [InlineData("decoder", """{"type": "Strip", "content": "ab", "start": 1, "stop": 0}""", "decoder.content")]
    [InlineData("decoder", """{"type": "Sequence", "decoders": [{"type": "CTC"}]}""", "decoder.decoders[0].type")]
    [InlineData("post_processor", """{"type": "BertProcessing", "sep": ["x", 99], "cls": ["</s>", 1]}""", "99")]
    [InlineData("normalizer", """{"type": "Precompiled", "precompiled_charsmap": "AAAA"}""", "precompiled_charsmap")]
    [InlineData("normalizer", """{"type": "Precompiled", "precompiled_charsmap": "%"}""", "precompiled_charsmap")]
    [InlineData("normalizer", """{"type": "Replace", "pattern": {"Regex": "("}, "content": ""}""", "normalizer.pattern.Regex")]
    [InlineData("normalizer", """{"normalizers": []}""", "normalizer.type")]
    [InlineData("normalizer", "5", "normalizer.type")]
    [InlineData("pre_tokenizer", """{"type": "Metaspace", "replacement": "ab"}""", "pre_tokenizer.replacement")]
    [InlineData("pre_tokenizer", """{"type": "Metaspace", "replacement": "_", "prepend_scheme": "maybe"}""", "pre_tokenizer.prepend_scheme")]
    [InlineData("post_processor", """{"type": "TemplateProcessing", "single": []}""", "post_processor.single")]
    [InlineData("post_processor", """{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "</s>"}}]}""", "special_tokens.</s>.ids")]
    public void Load_WrongValue_NamesItsKey(string key, string value, string named)
    {
        JsonObject json = Valid();
        string[] keys = key.Split('.');
        JsonObject parent = keys.Length == 1 ? json : json[keys[0]]!.AsObject();
        parent[keys[^1]] = JsonNode.Parse(value);
        Assert.Contains(named, Refused(json).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"model\": {")]
    [InlineData("""{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["\ud800", 0]]}}""")]
    public void Load_DamagedFile_IsRefusedByName(string content)
    {
        File.WriteAllText(_folder.File("tokenizer.json"), content);
        Assert.Contains("tokenizer.json", Assert.Throws<InputException>(() => Tokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoTokenizer_SaysWhatToDo()
    {
        Assert.False(Tokenizer.Exists(_folder.Path));
        InputException e = Assert.Throws<InputException>(() => Tokenizer.Load(_folder.Path));
        Assert.Contains("tokenizer.json or spiece.model or tokenizer.model", e.Message, StringComparison.Ordinal);
    }

    private static JsonObject Valid(string normalizer = "null", string preTokenizer = """{"type": "Metaspace", "replacement": "▁", "add_prefix_space": true}""") =>
        JsonNode.Parse($$"""
            {
              "added_tokens": [
                {"id": 0, "content": "<pad>", "special": true}, {"id": 1, "content": "</s>", "special": true},
                {"id": 2, "content": "<unk>", "special": true}, {"id": 10, "content": "[new]", "normalized": false}],
              "normalizer": {{normalizer}},
              "pre_tokenizer": {{preTokenizer}},
              "post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0} }, {"SpecialToken": {"id": "</s>", "type_id": 0} }],
                "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]} } },
              "decoder": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": true},
              "model": {"type": "Unigram", "unk_id": 2, "vocab": [["<pad>", 0], ["</s>", 0], ["<unk>", 0], ["▁ab", -1], ["▁a", -2], ["b", -3], ["▁", -4]]}
            }
            """)!.AsObject();

    private Tokenizer Load(JsonObject json)
    {
        File.WriteAllText(_folder.File("tokenizer.json"), json.ToJsonString());
        return Tokenizer.Load(_folder.Path);
    }

    private InputException Refused(JsonObject json) => Assert.Throws<InputException>(() => Load(json));
}
