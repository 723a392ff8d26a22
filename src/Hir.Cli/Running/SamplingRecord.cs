using System.Globalization;
using Hir.Shared.Decoding;
using Hir.Shared.Prompts;

namespace Hir.Cli.Running;

/// <summary>The resolved sampling settings as a shard's metadata records them.</summary>
internal static class SamplingRecord
{
    private const string TemplateKey = "prompt_template", TokenizerKey = "tokenizer_sha256", VariantKey = "variant";

    /// <param name="settings">How tokens were drawn.</param>
    /// <param name="template">How prompts were rendered.</param>
    /// <param name="tokenizerSha256">Of the tokenizer's file.</param>
    /// <param name="variant">The quantized variant that sampled, or null for full precision, which is not recorded.</param>
    public static Dictionary<string, string> Of(SamplingSettings settings, PromptTemplate template, string tokenizerSha256, string? variant)
    {
        Dictionary<string, string> record = Of(settings, template, tokenizerSha256);
        if (variant is not null) record[VariantKey] = variant;
        return record;
    }

    /// <summary>The quantized variant that shards were sampled with, or null for full precision.</summary>
    public static string? VariantOf(IReadOnlyDictionary<string, string> recorded) => recorded.GetValueOrDefault(VariantKey);

    private static Dictionary<string, string> Of(SamplingSettings settings, PromptTemplate template, string tokenizerSha256) => new()
    {
        ["samples"] = Text(settings.Samples),
        ["temperature"] = Text(settings.Temperature),
        ["top_k"] = Text(settings.TopK),
        ["top_p"] = Text(settings.TopP),
        ["max_new_tokens"] = Text(settings.MaxNewTokens),
        ["suppress_tokens"] = string.Join(',', settings.SuppressTokens),
        [TemplateKey] = template.Text,
        [TokenizerKey] = tokenizerSha256,
    };

    /// <summary>The template that shards were sampled with, where it is recorded and another than this one.</summary>
    public static string? OtherTemplate(IReadOnlyDictionary<string, string> recorded, PromptTemplate template) =>
        recorded.GetValueOrDefault(TemplateKey) is { } text && text != template.Text ? text : null;

    /// <summary>Whether shards were sampled with another tokenizer, as far as they record it.</summary>
    public static bool IsOtherTokenizer(IReadOnlyDictionary<string, string> recorded, string tokenizerSha256) =>
        recorded.GetValueOrDefault(TokenizerKey) is { } hash && hash != tokenizerSha256;

    private static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
