using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Encodings.Web;

namespace Hir.Shared.Tokenization.Training;

/// <summary>A trained Unigram vocabulary.</summary>
/// <param name="Pieces">Each piece with its natural-log probability, likeliest first; their ids follow those of the special tokens.</param>
public sealed record UnigramVocabulary(IReadOnlyList<(string Piece, double Score)> Pieces)
{
    /// <summary>The special tokens; their index is their id.</summary>
    public static IReadOnlyList<string> SpecialTokens { get; } = ["<pad>", "</s>", "<unk>"];

    // Logarithms differ in the last bits between machines; the file should not.
    private const int ScoreDigits = 6;

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes tokenizer.json into an existing folder, in the format of Hugging Face's tokenizers library.</summary>
    public void WriteTo(string folder) =>
        File.WriteAllText(Path.Combine(folder, TokenizerJson.FileName), ToJson().ToJsonString(Format) + "\n");

    private JsonObject ToJson()
    {
        const int end = 1;
        JsonNode Metaspace() => new JsonObject
        {
            ["type"] = "Metaspace",
            ["replacement"] = WordCounts.Mark.ToString(),
            ["prepend_scheme"] = "always",
            ["split"] = true,
        };
        IEnumerable<(string, double)> vocabulary = SpecialTokens.Select(t => (t, 0.0)).Concat(Pieces);
        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. SpecialTokens.Select((token, id) => (JsonNode)new JsonObject
            {
                ["id"] = id,
                ["content"] = token,
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
                ["special"] = true,
            })]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(new JsonObject { ["type"] = "WhitespaceSplit" }, Metaspace()),
            },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "TemplateProcessing",
                ["single"] = new JsonArray(Part("Sequence", "A"), Part("SpecialToken", SpecialTokens[end])),
                ["pair"] = new JsonArray(
                    Part("Sequence", "A"),
                    Part("SpecialToken", SpecialTokens[end]),
                    Part("Sequence", "B"),
                    Part("SpecialToken", SpecialTokens[end])),
                ["special_tokens"] = new JsonObject
                {
                    [SpecialTokens[end]] = new JsonObject
                    {
                        ["id"] = SpecialTokens[end],
                        ["ids"] = new JsonArray(end),
                        ["tokens"] = new JsonArray(SpecialTokens[end]),
                    },
                },
            },
            ["decoder"] = Metaspace(),
            ["model"] = new JsonObject
            {
                ["type"] = "Unigram",
                ["unk_id"] = 2,
                ["vocab"] = new JsonArray([.. vocabulary.Select(v => (JsonNode)new JsonArray(v.Item1, Math.Round(v.Item2, ScoreDigits)))]),
                ["byte_fallback"] = false,
            },
        };
    }

    private static JsonObject Part(string kind, string id) => new() { [kind] = new JsonObject { ["id"] = id, ["type_id"] = 0 } };
}
