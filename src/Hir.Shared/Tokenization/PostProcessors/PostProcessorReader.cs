using Hir.Shared.Tokenization.Json;

namespace Hir.Shared.Tokenization.PostProcessors;

/// <summary>Reads the post-processor of a tokenizer.json.</summary>
internal static class PostProcessorReader
{
    private const string Supported = "TemplateProcessing, ByteLevel, Sequence, BertProcessing, RobertaProcessing";

    public static TemplatePostProcessor Read(JsonAt at)
    {
        if (at.IsNull) return TemplatePostProcessor.None;
        switch (at.Type)
        {
            case "TemplateProcessing":
                return ReadTemplate(at);
            case "ByteLevel":
                return TemplatePostProcessor.None; // trims offsets, and changes no ids
            case "Sequence":
                return ReadSequence(at);
            case "BertProcessing":
            case "RobertaProcessing":
                return ReadFixed(at, secondSeparator: at.Type == "RobertaProcessing");
            default:
                at.Unsupported(Supported);
                return TemplatePostProcessor.None;
        }
    }

    private static TemplatePostProcessor ReadSequence(JsonAt at)
    {
        List<TemplatePostProcessor> adding = [.. at["processors"].Items().Select(Read).Where(p => p.Before.Count + p.After.Count > 0)];
        if (adding.Count > 1) at["processors"].Problem($"has {adding.Count} steps that add tokens; one is supported");
        return adding.Count == 0 ? TemplatePostProcessor.None : adding[0];
    }

    private static TemplatePostProcessor ReadTemplate(JsonAt at)
    {
        List<int> before = [];
        List<int> after = [];
        int sequences = 0;
        foreach (JsonAt part in at["single"].Items())
        {
            if (!part["Sequence"].IsNull) sequences++;
            else (sequences == 0 ? before : after).AddRange(ReadSpecial(at, part["SpecialToken"].Text("id")));
        }

        if (sequences != 1) at["single"].Problem($"names the text {sequences} times and must name it once");
        TemplatePostProcessor template = new(before, after);
        return ReadPair(at) is { } pair ? template with { Pair = pair } : template;
    }

    // Files of models that read one text often hold an empty one, which is no reason to refuse them.
    private static List<PairPiece>? ReadPair(JsonAt at)
    {
        if (at["pair"].IsNull) return null;
        List<PairPiece> pieces = [];
        foreach (JsonAt part in at["pair"].Items())
        {
            JsonAt text = part["Sequence"];
            JsonAt type = (text.IsNull ? part["SpecialToken"] : text)["type_id"];
            int typeId = type.IsNull ? 0 : type.Id() ?? 0;
            if (!text.IsNull) pieces.Add(new PairPiece(text.Text("id") == "B" ? 1 : 0, 0, typeId));
            else pieces.AddRange(ReadSpecial(at, part["SpecialToken"].Text("id")).Select(id => new PairPiece(null, id, typeId)));
        }

        return pieces.Count(p => p.Text == 0) == 1 && pieces.Count(p => p.Text == 1) == 1 ? pieces : null;
    }

    // BERT tells the second text and its end apart by their type; RoBERTa puts two separators between the texts.
    private static TemplatePostProcessor ReadFixed(JsonAt at, bool secondSeparator)
    {
        int[] start = ReadPairId(at["cls"]);
        int[] end = ReadPairId(at["sep"]);
        int type = secondSeparator ? 0 : 1;
        return new TemplatePostProcessor(start, end)
        {
            Pair =
            [
                .. Tokens(start, 0), new(0, 0, 0), .. Tokens(end, 0), .. secondSeparator ? Tokens(end, 0) : [],
                new(1, 0, type), .. Tokens(end, type),
            ],
        };

        static IEnumerable<PairPiece> Tokens(int[] ids, int type) => ids.Select(id => new PairPiece(null, id, type));
    }

    private static IEnumerable<int> ReadSpecial(JsonAt at, string? name) =>
        name is null ? [] : at["special_tokens"][name]["ids"].Items().Select(item => item.Id()).OfType<int>().ToList();

    // As in ["</s>", 2].
    private static int[] ReadPairId(JsonAt at)
    {
        if (at.Items() is [_, JsonAt second]) return second.Id() is { } id ? [id] : [];
        at.Problem("must be a token and its id");
        return [];
    }
}
