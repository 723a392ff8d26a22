using System.Globalization;
using Hir.Shared.Decoding;
using Hir.Shared.Prompts;

namespace Hir.Cli.Running;

/// <summary>The resolved sampling settings as a shard's metadata records them.</summary>
internal static class SamplingRecord
{
    private const string TemplateKey = "prompt_template", TokenizerKey = "tokenizer_sha256";

    public static Dictionary<string, string> Of(SamplingSettings settings, PromptTemplate template, string tokenizerSha256) => new()
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
