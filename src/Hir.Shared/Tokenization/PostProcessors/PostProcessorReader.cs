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
                return new TemplatePostProcessor(ReadPairId(at["cls"]), ReadPairId(at["sep"]));
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
        return new TemplatePostProcessor(before, after);
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
