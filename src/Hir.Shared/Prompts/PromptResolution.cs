using System.Text.Json;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Tokenization;

namespace Hir.Shared.Prompts;

/// <summary>
/// From the setting <c>prompt.template</c> to the template: the one place where it is decided, for runs, sampling, training and evaluation.
/// </summary>
public static class PromptResolution
{
    /// <summary>The setting that lets the model folder decide.</summary>
    public const string Auto = PromptFamilies.Auto;

    internal const string WriteIt =
        "write prompt.template (--template) yourself: one message of the user's up to where the answer begins, "
        + "with {instruction} and {query}";

    /// <summary>What is wrong with a setting, whatever the model; nothing for one that may be right.</summary>
    public static IEnumerable<string> Problems(string setting)
    {
        if (PromptFamilies.Names.Contains(setting)) return [];
        // A word without a brace was meant as a name.
        return setting.Contains('{', StringComparison.Ordinal)
            ? PromptTemplate.Problems(setting).Select(p => $"'{setting}': {p}")
            : [UnknownName.Describe("prompt template", setting, PromptFamilies.Names) + " Or write a text with {instruction} and {query}."];
    }

    /// <summary>Resolves a setting for a model.</summary>
    /// <param name="setting">auto, a format's name, or a text with {instruction} and {query}.</param>
    /// <param name="folder">The model folder or checkpoint folder.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <exception cref="InputException">
    /// The setting is none of these, the folder's chat template is none that is known, or the tokenizer lacks tokens of the format.
    /// </exception>
    public static ResolvedPrompt Resolve(string setting, string folder, Tokenizer tokenizer)
    {
        string[] problems = [.. Problems(setting)];
        if (problems.Length > 0) throw new InputException(problems);
        if (setting == PromptFamilies.Plain) return new ResolvedPrompt(PromptTemplate.Default, PromptFamilies.Plain, []);
        if (setting == Auto) return FromFolder(folder, tokenizer);
        return PromptFamilies.All.FirstOrDefault(f => f.Name == setting) is { } family
            ? new PromptBuilder(folder, tokenizer).Build(family, family.Text, family.Begin, family.Name)
            : Own(setting, tokenizer, "a text of its own");
    }

    private static ResolvedPrompt FromFolder(string folder, Tokenizer tokenizer)
    {
        // A run's models are asked as the run asked them.
        if (RunFolder.Of(folder) is { } run && ConfigSource.Load(run.Config).TextAt("prompt.template") is { } recorded)
            return Own(recorded, tokenizer, $"that of the run {run.Path}");
        JsonElement config = JsonObjectFile.Read(Path.Combine(folder, ModelFolder.ConfigName));
        string? type = TokenizerConfig.Text(config, "model_type");
        if (type == "t5" || (config.TryGetProperty("is_encoder_decoder", out JsonElement flag) && flag.ValueKind == JsonValueKind.True))
            return new ResolvedPrompt(PromptTemplate.Default, $"{PromptFamilies.Plain}, for an encoder-decoder ({type})", []);
        var builder = new PromptBuilder(folder, tokenizer);
        if (ChatTemplate.Find(folder, builder.Config) is not { } chat)
            return new ResolvedPrompt(PromptTemplate.Default, $"{PromptFamilies.Plain}, since {folder} has no chat template", []);
        if (chat.Family is not { } family)
        {
            string known = string.Join(", ", PromptFamilies.All.Select(f => f.Name));
            throw new InputException($"{chat.Path}: its chat template is none that Hir knows ({known}); {WriteIt}");
        }

        string? begin = chat.NamesBegin ? builder.Config.BeginToken ?? family.Begin : null;
        return builder.Build(family, chat.Text(family), begin, $"{family.Name}, recognised in {chat.Path}");
    }

    private static ResolvedPrompt Own(string text, Tokenizer tokenizer, string origin)
    {
        int[] around = tokenizer.Encode("");
        if (around.Length > 0 && tokenizer.TokenOf(around[0]) is { } begin && text.StartsWith(begin, StringComparison.Ordinal))
        {
            throw new InputException(
                $"prompt.template (--template) \"{text}\": begins with {begin}, which the tokenizer puts before every prompt; "
                + "leave it out, so that it is there once");
        }

        return new ResolvedPrompt(new PromptTemplate(text), origin, []);
    }
}
