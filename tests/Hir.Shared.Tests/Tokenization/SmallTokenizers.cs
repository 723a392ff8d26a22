using System.Text.Json.Nodes;
using static Hir.Shared.Tests.Tokenization.SentencePieceFile;

namespace Hir.Shared.Tests.Tokenization;

/// <summary>A small tokenizer file of each family, with every kind of component.</summary>
internal static class SmallTokenizers
{
    private const string Special = """
        [{"id": 300, "content": "<s>", "special": true, "normalized": false, "lstrip": true},
         {"id": 301, "content": "x", "single_word": true}]
        """;

    private const string Bos = """
        {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
         "special_tokens": {"<s>": {"id": "<s>", "ids": [300], "tokens": ["<s>"]}}}
        """;

    /// <summary>Byte-level, every byte a token: GPT-2's kind, which loses nothing.</summary>
    public static string ByteLevel { get; } = File("""{"type": "NFC"}""", """
        {"type": "Sequence", "pretokenizers": [
          {"type": "Split", "pattern": {"Regex": "[^\\r\\n\\p{L}]?\\p{L}+|\\p{N}{1,2}| ?[^\\s\\p{L}]++|\\s+(?!\\S)|\\s+"}, "behavior": "Isolated", "invert": false},
          {"type": "Digits", "individual_digits": true}, {"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}]}
        """, Bos, """{"type": "ByteLevel"}""", Bpe(ByteChars(), [("a", "b"), ("Ġ", "ab"), ("Ã", "©")], byteFallback: false));

    /// <summary>Byte fallback: Llama's kind.</summary>
    public static string ByteFallback { get; } = File("""
        {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}
        """, "null", Bos, """
        {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
          {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}
        """, Bpe(["<unk>", .. ByteTokens(), "▁", "a", "b", "c"], [("a", "b"), ("▁", "ab"), ("▁", "▁")], byteFallback: true));

    private static string Words { get; } = File("""
        {"type": "Sequence", "normalizers": [{"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, {"type": "Strip"},
          {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]}
        """, """
        {"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, {"type": "Punctuation", "behavior": "Contiguous"},
          {"type": "Split", "pattern": {"String": "c"}, "behavior": "MergedWithNext", "invert": false}]}
        """, """{"type": "RobertaProcessing", "sep": ["<s>", 300], "cls": ["<s>", 300]}""", """{"type": "BPEDecoder", "suffix": "</w>"}""", """
        {"type": "BPE", "unk_token": "<unk>", "continuing_subword_prefix": "#", "end_of_word_suffix": "</w>", "fuse_unk": true, "ignore_merges": true,
         "vocab": {"<unk>": 0, "a": 1, "#b": 2, "ab": 3, "#b</w>": 4, "ab</w>": 5}, "merges": [["a", "#b"], ["a", "#b</w>"]]}
        """);

    private static string Unigram { get; } = File("""{"type": "NFKC"}""", """
        {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true}]}
        """, Bos, """{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}""", """
        {"type": "Unigram", "unk_id": 0, "byte_fallback": false, "vocab": [["<unk>", 0], ["▁ab", -1.5], ["▁", -2], ["a", -3], ["b", -3.5], ["<0xC3>", -9]]}
        """);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [ByteLevel, ByteFallback, Words, Unigram];

    public static byte[] SentencePieceUnigram { get; } =
    [
        .. new[]
        {
            Piece("<unk>", 0, Unknown), Piece("</s>", 0, Control), Piece("▁ab", -1), Piece("▁", -2), Piece("a", -3),
            Piece("[u]", 0, UserDefined),
        }.SelectMany(p => Field(1, p)),
        .. Field(2, Varint(42, 1)),
    ];

    public static byte[] SentencePieceBpe { get; } = Llama(
    [
        ("<unk>", 0), ("<s>", 0), ("</s>", 0), .. ByteTokens().Select(t => (t, 0f)), ("▁", -9), ("a", -9), ("b", -9), ("ab", -1),
        ("▁ab", -2),
    ]);

    private static string File(string normalizer, string preTokenizer, string postProcessor, string decoder, string model) => $$"""
        {"version": "1.0", "added_tokens": {{Special}}, "normalizer": {{normalizer}}, "pre_tokenizer": {{preTokenizer}},
         "post_processor": {{postProcessor}}, "decoder": {{decoder}}, "model": {{model}}}
        """;

    private static string Bpe(IReadOnlyList<string> characters, (string Left, string Right)[] merges, bool byteFallback)
    {
        JsonObject vocabulary = [];
        foreach (string token in characters.Concat(merges.Select(m => m.Left + m.Right))) vocabulary[token] = vocabulary.Count;
        return new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = byteFallback ? "<unk>" : null,
            ["fuse_unk"] = byteFallback,
            ["byte_fallback"] = byteFallback,
            ["vocab"] = vocabulary,
            ["merges"] = new JsonArray([.. merges.Select(m => (JsonNode)$"{m.Left} {m.Right}")]),
        }.ToJsonString();
    }

    private static IEnumerable<string> ByteTokens() => Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>");

    // As GPT-2's bytes_to_unicode: printable Latin-1 stands for itself, the rest follows from U+0100.
    private static string[] ByteChars()
    {
        int next = 0x100;
        return [.. Enumerable.Range(0, 256).Select(b => ((char)(b is (> 32 and < 127) or (> 160 and not 173) ? b : next++)).ToString())];
    }
}
