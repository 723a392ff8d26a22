using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hir.Shared.Prompts;

/// <summary>
/// The chat template that a checkpoint carries, a Jinja program. It is not run: its format is recognised by its marks, and what differs
/// between checkpoints of one format is read off it.
/// </summary>
/// <param name="Path">The file that it stands in.</param>
/// <param name="Source">Its text, with the line breaks of its strings unescaped.</param>
internal sealed partial record ChatTemplate(string Path, string Source)
{
    private const string JinjaName = "chat_template.jinja";

    /// <summary>Its format, or null when it is none that has a name.</summary>
    public PromptFamily? Family { get; } = PromptFamilies.Recognise(Source);

    /// <summary>Whether it begins the text with the tokenizer's begin token.</summary>
    public bool NamesBegin => Source.Contains("bos_token", StringComparison.Ordinal);

    /// <summary>The prompt template of a recognised format, as this checkpoint has it.</summary>
    public string Text(PromptFamily family)
    {
        string text = family == PromptFamilies.ChatMl ? SystemMessage() + PromptFamilies.ChatMlBare.Text : family.Text;
        bool trims = Trims().IsMatch(Source);
        return trims ? text : text.Replace(PromptTemplate.TrimStart, "").Replace(PromptTemplate.TrimEnd, "");
    }

    /// <summary>
    /// Finds a folder's chat template: chat_template.jinja, or else the one in tokenizer_config.json (of several the default one).
    /// </summary>
    /// <exception cref="InputException">It cannot be read, or there are several and none is called default.</exception>
    public static ChatTemplate? Find(string folder, TokenizerConfig config)
    {
        string jinja = System.IO.Path.Combine(folder, JinjaName);
        string? source = File.Exists(jinja) ? ReadText(jinja) : Choose(config);
        if (string.IsNullOrWhiteSpace(source)) return null;
        string unescaped = source.ReplaceLineEndings("\n").Replace("\\n", "\n", StringComparison.Ordinal);
        return new ChatTemplate(File.Exists(jinja) ? jinja : config.Path, unescaped);
    }

    private static string ReadText(string path)
    {
        try
        {
            return BoundedJson.ReadText(path, BoundedJson.LongestRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static string? Choose(TokenizerConfig config)
    {
        if (config["chat_template"] is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        if (value.ValueKind != JsonValueKind.Array) throw Odd();
        Dictionary<string, string> named = [];
        foreach (JsonElement entry in value.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || TokenizerConfig.Text(entry, "name") is not { } name
                || TokenizerConfig.Text(entry, "template") is not { } template) throw Odd();
            named[name] = template;
        }

        if (named.Count == 0) return null;
        return named.GetValueOrDefault("default") ?? (named.Count == 1 ? named.Values.Single() : throw new InputException(
            $"{config.Path}: chat_template holds {string.Join(", ", named.Keys)} and no default; {PromptResolution.WriteIt}"));

        InputException Odd() => new(
            $"{config.Path}: chat_template must be a text, or a list of objects with name and template; {PromptResolution.WriteIt}");
    }

    private string SystemMessage() => SystemLiteral().Match(Source) is { Success: true } found
        ? PromptFamilies.ChatMlSystem(Escape().Replace(found.Groups["text"].Value, "$1"))
        : "";

    // A system message that is one text from its first to its last token, without anything of Jinja's in between.
    [GeneratedRegex(@"<\|im_start\|>system\n(?<text>((?!\{\{|\}\}|\{%|['""]\s*[+~]|<\|im_end\|>)[\s\S])*)<\|im_end\|>")]
    private static partial Regex SystemLiteral();

    [GeneratedRegex(@"\\([\\'""])")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\|\s*trim\b|\.strip\(\)")]
    private static partial Regex Trims();
}
