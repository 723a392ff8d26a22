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
        JsonObject json = Valid(
            normalizer: """{"type": "Sequence", "normalizers": [{"type": "BertNormalizer"}]}""",
            preTokenizer: """{"type": "UnicodeScripts"}""");
        json["post_processor"] = new JsonObject { ["type"] = "OtherProcessing" };
        json["decoder"] = new JsonObject { ["type"] = "WordPiece" };
        json["model"] = new JsonObject { ["type"] = "WordLevel" };
        InputException e = Refused(json);
        Assert.Equal(5, e.Problems.Count);
        string[] named =
            ["normalizer.normalizers[0].type", "BertNormalizer", "UnicodeScripts", "OtherProcessing", "WordPiece", "WordLevel"];
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
    [InlineData("vocab", """{"a": 0, "b": 2000000000}""", "model.vocab [\"b\"] must be a whole number from 0 to 4194303")]
    [InlineData("vocab", """{"a": 0, "b": 0}""", "model.vocab [\"b\"] is 0, which \"a\" has too")]
    [InlineData("vocab", """{"a": 0, "a": 1}""", "Duplicate property 'a'")]
    [InlineData("vocab", "[]", "model.vocab must be an object")]
    [InlineData("merges", """["a b"]""", "model.merges [0] joins \"a\" and \"b\", but the vocabulary lacks \"ab\"")]
    [InlineData("merges", """["b c", ["b", "c"]]""", "model.merges [1] joins \"b\" and \"c\" for the second time")]
    [InlineData("merges", """["bc"]""", "model.merges [0] must be two tokens")]
    [InlineData("merges", """[["", "b"]]""", "model.merges [0] must be two tokens")]
    [InlineData("merges", "null", "model.merges must be an array")]
    [InlineData("unk_token", "\"<unk>\"", "model.unk_token is \"<unk>\", which the vocabulary lacks")]
    [InlineData("dropout", "0.1", "model.dropout")]
    public void Load_WrongBpe_NamesThePlace(string key, string value, string named)
    {
        Dictionary<string, string> model =
            new() { ["vocab"] = """{"a": 0, "b": 1, "c": 2, "bc": 3}""", ["merges"] = """["#version: 0.2", "b c"]""" };
        File.WriteAllText(_folder.File("tokenizer.json"), Bpe(model));
        Assert.Equal([0, 3], Tokenizer.Load(_folder.Path).Encode("abc"));
        model[key] = value;
        File.WriteAllText(_folder.File("tokenizer.json"), Bpe(model));
        Assert.Contains(named, Assert.Throws<InputException>(() => Tokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>As the tokenizers library has it: the list of added tokens gives ids only to what the vocabulary lacks.</summary>
    [Fact]
    public void Load_AddedTokenOfTheVocabulary_KeepsTheVocabularysId()
    {
        JsonObject json = Valid();
        json["added_tokens"]!.AsArray().Add(JsonNode.Parse("""{"id": 20, "content": "b", "normalized": false}"""));
        Tokenizer tokenizer = Load(json);
        Assert.Equal(5, tokenizer.IdOf("b"));
        Assert.Equal([4, 5, 1], tokenizer.Encode("ab"));
    }

    [Fact]
    public void Load_ManyExpressions_IsRefused()
    {
        string one = """{"type": "Replace", "pattern": {"Regex": "a"}, "content": "b"}""";
        JsonObject json = Valid(
            normalizer: $$"""{"type": "Sequence", "normalizers": [{{string.Join(',', Enumerable.Repeat(one, 51))}}]}""");
        Assert.Contains("normalizer.normalizers[50].pattern", Assert.Single(Refused(json).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DeepNesting_IsRefused()
    {
        File.WriteAllText(_folder.File("tokenizer.json"), new string('[', 100_000));
        Assert.Throws<InputException>(() => Tokenizer.Load(_folder.Path));
    }

    [Fact]
    public void Load_HugeFile_IsRefusedUnread()
    {
        using (FileStream file = File.Create(_folder.File("tokenizer.json"))) file.SetLength((128L << 20) + 1); // takes no room on the disk
        Assert.Contains("134217728", Assert.Throws<InputException>(() => Tokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"model\": {")]
    [InlineData("""{"model": null, "model": null}""")]
    [InlineData("""{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["a", 1e999]]}}""")]
    [InlineData("""{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["\ud800", 0]]}}""")]
    public void Load_DamagedFile_IsRefusedByName(string content)
    {
        File.WriteAllText(_folder.File("tokenizer.json"), content);
        Assert.Contains(
            "tokenizer.json", Assert.Throws<InputException>(() => Tokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoTokenizer_SaysWhatToDo()
    {
        Assert.False(Tokenizer.Exists(_folder.Path));
        InputException e = Assert.Throws<InputException>(() => Tokenizer.Load(_folder.Path));
        Assert.Contains("tokenizer.json or spiece.model or tokenizer.model", e.Message, StringComparison.Ordinal);
    }

    private static JsonObject Valid(
        string normalizer = "null", string preTokenizer = """{"type": "Metaspace", "replacement": "▁", "add_prefix_space": true}""") =>
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

    private static string Bpe(Dictionary<string, string> model) =>
        "{\"model\": {\"type\": \"BPE\", " + string.Join(", ", model.Select(e => $"\"{e.Key}\": {e.Value}")) + "}}";

    private Tokenizer Load(JsonObject json)
    {
        File.WriteAllText(_folder.File("tokenizer.json"), json.ToJsonString());
        return Tokenizer.Load(_folder.Path);
    }

    private InputException Refused(JsonObject json) => Assert.Throws<InputException>(() => Load(json));
}
