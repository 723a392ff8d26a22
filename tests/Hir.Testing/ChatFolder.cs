using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hir.Testing;

/// <summary>
/// A folder with what a checkpoint says of its prompts: config.json, a tokenizer of single characters with special tokens, perhaps a chat
/// template. Ids: 0 pad, 1 &lt;/s&gt;, 2 unknown, then the characters, then the special tokens in the given order from
/// <see cref="FirstSpecial"/>.
/// </summary>
public sealed class ChatFolder : IDisposable
{
    private const string Characters = "▁\nabcdefghijklmnopqrstuvwxyzADGILWY.,?:[]|<>/_0123456789{}";

    private readonly TempFolder _folder = new();

    /// <param name="modelType">config.json's model_type.</param>
    /// <param name="specials">The special tokens.</param>
    /// <param name="begins">The special token that the tokenizer puts before every text, or null.</param>
    /// <param name="endIds">eos_token_id; by default 1.</param>
    public ChatFolder(string modelType, string[] specials, string? begins = null, int[]? endIds = null)
    {
        Write("config.json", new JsonObject
        {
            ["model_type"] = modelType,
            ["eos_token_id"] = JsonSerializer.SerializeToNode(endIds ?? [1]),
            ["pad_token_id"] = 0,
        });
        JsonArray vocabulary =
            [.. new[] { "<pad>", "</s>", "<unk>" }.Select(t => Piece(t, 0)), .. Characters.Select(c => Piece(c.ToString(), -3))];
        int Id(string special) => special == "</s>" ? 1 : FirstSpecial + Array.IndexOf(specials, special);
        Write("tokenizer.json", new JsonObject
        {
            ["added_tokens"] = new JsonArray(
                [.. specials.Select(s => new JsonObject { ["id"] = Id(s), ["content"] = s, ["special"] = true })]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Metaspace", ["replacement"] = "▁", ["add_prefix_space"] = false, ["prepend_scheme"] = "never",
            },
            ["post_processor"] = begins is null ? null : new JsonObject
            {
                ["type"] = "TemplateProcessing",
                ["single"] = new JsonArray(
                    new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = begins, ["type_id"] = 0 } },
                    new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A", ["type_id"] = 0 } }),
                ["special_tokens"] = new JsonObject
                {
                    [begins] = new JsonObject { ["id"] = begins, ["ids"] = new JsonArray(Id(begins)), ["tokens"] = new JsonArray(begins) },
                },
            },
            ["decoder"] = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["add_prefix_space"] = false },
            ["model"] = new JsonObject { ["type"] = "Unigram", ["unk_id"] = 2, ["vocab"] = vocabulary },
        });
    }

    /// <summary>The id of the first special token.</summary>
    public static int FirstSpecial => 3 + Characters.Length;

    public string Path => _folder.Path;

    /// <summary>Writes tokenizer_config.json with a chat template in it: a text, or a list.</summary>
    public ChatFolder WithChatTemplate(JsonNode? template, string? begin = null, string? end = null)
    {
        Write("tokenizer_config.json", new JsonObject { ["chat_template"] = template, ["bos_token"] = begin, ["eos_token"] = end });
        return this;
    }

    /// <summary>Writes another file.</summary>
    public ChatFolder With(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return this;
    }

    public void Dispose() => _folder.Dispose();

    private static JsonArray Piece(string piece, double score) => new(piece, score);

    private void Write(string name, JsonObject content) => File.WriteAllText(_folder.File(name), content.ToJsonString());
}
