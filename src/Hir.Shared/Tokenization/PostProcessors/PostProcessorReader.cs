using System.Text.Json;
using Hir.Shared.Tokenization.Json;

namespace Hir.Shared.Tokenization.PostProcessors;

/// <summary>Reads the post-processor of a tokenizer.json.</summary>
internal static class PostProcessorReader
{
    public static TemplatePostProcessor Read(JsonAt at)
    {
        if (at.IsNull) return TemplatePostProcessor.None;
        if (at.Type != "TemplateProcessing")
        {
            at.Unsupported("TemplateProcessing");
            return TemplatePostProcessor.None;
        }

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

    private static IEnumerable<int> ReadSpecial(JsonAt at, string? name)
    {
        if (name is null) return [];
        JsonAt ids = at["special_tokens"][name]["ids"];
        List<int> read = [];
        foreach (JsonAt item in ids.Items())
        {
            if (item.Element.ValueKind == JsonValueKind.Number && item.Element.TryGetInt32(out int id) && id >= 0) read.Add(id);
            else item.Problem("must be a whole number of at least 0");
        }

        return read;
    }
}
