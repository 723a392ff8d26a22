using System.Text.Json.Nodes;
using Hir.Shared.JsonLines;
using Hir.Shared.Prompts;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Commands;

/// <summary>Reads lines that give a prompt, and perhaps an output, as text or as token ids. Text needs the model's tokenizer, ids do
/// not.</summary>
internal sealed class PromptLines(string model)
{
    private readonly Tokenizer? _tokenizer = Tokenizer.Exists(model) ? Tokenizer.Load(model) : null;

    /// <summary>The text of token ids, or null without a tokenizer.</summary>
    public string? Decode(IReadOnlyList<int> ids) => _tokenizer?.Decode(ids);

    /// <summary>Lines with "prompt" or "prompt_token_ids".</summary>
    public IReadOnlyList<(JsonObject Line, int[] Prompt)> Prompts(string path) => JsonLinesFile.Read(path, line => (line, Prompt(line)));

    /// <summary>Lines that also have "output" or "output_token_ids". To a text the end token is appended, to ids nothing.</summary>
    public IReadOnlyList<(JsonObject Line, int[] Prompt, int[] Output)> Pairs(string path)
    {
        int end = OutputEnd.IdIn(model, _tokenizer);
        return JsonLinesFile.Read(
            path, line => (line, Prompt(line), Ids(line, "output", t => [.. t.Tokenizer.Encode(t.Text, addSpecialTokens: false), end])));
    }

    private int[] Prompt(JsonObject line) => Ids(line, "prompt", t => t.Tokenizer.Encode(t.Text));

    private int[] Ids(JsonObject line, string field, Func<(Tokenizer Tokenizer, string Text), int[]> encode)
    {
        int[]? ids = line.Ids(field + "_token_ids");
        string? text = line.Text(field);
        if (ids is not null && text is not null) throw new LineException($"has both \"{field}\" and \"{field}_token_ids\"; keep one");
        if (ids is { Length: 0 }) throw new LineException($"\"{field}_token_ids\" is empty; give at least one token");
        if (ids is not null) return ids;
        if (text is null) throw new LineException($"has neither \"{field}\" nor \"{field}_token_ids\"; add one");
        if (_tokenizer is null)
            throw new LineException($"\"{field}\" is text, and {model} holds no tokenizer; give \"{field}_token_ids\", "
                + $"or copy the model's tokenizer.json into the folder");
        return encode((_tokenizer, text));
    }
}
