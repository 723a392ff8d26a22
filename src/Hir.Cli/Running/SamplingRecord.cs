using System.Globalization;
using Hir.Shared.Decoding;
using Hir.Shared.Tasks;

namespace Hir.Cli.Running;

/// <summary>The resolved sampling settings as a shard's metadata records them.</summary>
internal static class SamplingRecord
{
    public static Dictionary<string, string> Of(SamplingSettings settings, PromptTemplate template) => new()
    {
        ["samples"] = Text(settings.Samples),
        ["temperature"] = Text(settings.Temperature),
        ["top_k"] = Text(settings.TopK),
        ["top_p"] = Text(settings.TopP),
        ["max_new_tokens"] = Text(settings.MaxNewTokens),
        ["prompt_template"] = template.Text,
    };

    private static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
