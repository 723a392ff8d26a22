using System.Text.Json.Nodes;
using Hir.Shared.JsonLines;
using Hir.Shared.Tokenization;

namespace Hir.Shared.Pairs;

/// <summary>
/// A JSONL file of prompts with given outputs, as `hir score` and `hir learn --pairs` take it: <c>prompt</c> or <c>prompt_token_ids</c>,
/// <c>output</c> or
/// <c>output_token_ids</c>, and perhaps <c>weight</c>, <c>contrast_prompt</c> or <c>contrast_prompt_token_ids</c>, <c>is_success</c>.
/// </summary>
public sealed class PairsFile
{
    private readonly Tokenizer? _tokenizer;
    private readonly int _endId;
    private readonly int _vocabularySize;

    private PairsFile(Tokenizer? tokenizer, int endId, int vocabularySize) =>
        (_tokenizer, _endId, _vocabularySize) = (tokenizer, endId, vocabularySize);

    /// <summary>Reads and checks a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tokenizer">Encodes texts; null where the model has none, and then a line with text is a bad line.</param>
    /// <param name="endId">The token that is appended to outputs given as text. Nothing is appended to ids.</param>
    /// <param name="vocabularySize">Ids must be below it.</param>
    /// <exception cref="InputException">The file cannot be read or is empty, or lines are bad: each with its number.</exception>
    public static IReadOnlyList<PairLine> Read(string path, Tokenizer? tokenizer, int endId, int vocabularySize)
    {
        PairsFile reader = new(tokenizer, endId, vocabularySize);
        return JsonLinesFile.Read(path, reader.Parse);
    }

    private PairLine Parse(JsonObject line)
    {
        int[] prompt = Prompt(line, "prompt") ?? throw new LineException("neither \"prompt\" nor \"prompt_token_ids\"; give one of them");
        int[] output = Output(line) ?? throw new LineException("neither \"output\" nor \"output_token_ids\"; give one of them");
        double weight = line.Number("weight") ?? 1;
        if (weight < 0) throw new LineException("\"weight\" is negative; weights are 0 or more");
        return new PairLine(line, new TrainingPair(prompt, Prompt(line, "contrast_prompt"), output, weight, line.Flag("is_success")));
    }

    private int[]? Prompt(JsonObject line, string field) => Read(line, field, text => _tokenizer!.Encode(text));

    private int[]? Output(JsonObject line) => Read(line, "output", text => [.. _tokenizer!.Encode(text, addSpecialTokens: false), _endId]);

    private int[]? Read(JsonObject line, string field, Func<string, int[]> encode)
    {
        string idsField = field + "_token_ids";
        string? text = line.Text(field);
        int[]? ids = line.Ids(idsField);
        if (text is not null && ids is not null) throw new LineException($"both \"{field}\" and \"{idsField}\"; give one of them");
        if (ids is not null) return Checked(ids, idsField);
        if (text is null) return null;
        if (_tokenizer is null)
        {
            throw new LineException($"\"{field}\" is text, but the model's folder holds no tokenizer; add tokenizer.json to it, or give \"{idsField}\"");
        }

        return Checked(encode(text), field);
    }

    private int[] Checked(int[] ids, string field)
    {
        if (ids.Length == 0) throw new LineException($"\"{field}\" has no token; give at least one");
        int place = Array.FindIndex(ids, id => id >= _vocabularySize);
        if (place < 0) return ids;
        throw new LineException($"\"{field}\": token {place} is id {ids[place]}, and the model's ids end at {_vocabularySize - 1}");
    }
}
