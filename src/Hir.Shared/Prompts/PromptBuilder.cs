using Hir.Shared.Decoding;
using Hir.Shared.Tokenization;

namespace Hir.Shared.Prompts;

/// <summary>Fits a chat format to a model's tokenizer and end tokens.</summary>
internal sealed class PromptBuilder(string folder, Tokenizer tokenizer)
{
    public TokenizerConfig Config { get; } = TokenizerConfig.Load(folder);

    /// <summary>The template of a format.</summary>
    /// <param name="family">The format.</param>
    /// <param name="text">Its text, as this checkpoint has it.</param>
    /// <param name="begin">The token that begins the text, or null.</param>
    /// <param name="origin">For the record.</param>
    /// <exception cref="InputException">The tokenizer does not know all tokens of the format.</exception>
    public ResolvedPrompt Build(PromptFamily family, string text, string? begin, string origin)
    {
        string[] tokens = [.. family.Tokens.Select(Filled)];
        if (begin is not null) tokens = [begin, .. tokens];
        string[] unknown = [.. tokens.Where(t => !IsOneToken(t))];
        if (unknown.Length > 0)
        {
            throw new InputException(
                $"{folder}: the prompt template {family.Name} needs the tokens {string.Join(", ", unknown)}, which the tokenizer does not "
                + "know; choose another name or auto for prompt.template (--template), or write the text yourself");
        }

        // One begin token: the tokenizer's own where it adds one to every text, else the format's.
        bool isAdded = begin is null || tokenizer.Encode("").Contains(tokenizer.IdOf(begin)!.Value);
        string whole = Filled(isAdded ? text : begin + text);
        return new ResolvedPrompt(new PromptTemplate(whole), origin, [.. EndProblems(family)]);
    }

    /// <summary>A text of a format with the tokenizer's own end token in it.</summary>
    public string Filled(string text) => text.Replace(PromptFamily.EndSlot, Config.EndToken ?? "</s>", StringComparison.Ordinal);

    private bool IsOneToken(string token) =>
        tokenizer.IdOf(token) is { } id && tokenizer.Encode(token, addSpecialTokens: false) is [var only] && only == id;

    private IEnumerable<string> EndProblems(PromptFamily family)
    {
        string end = Filled(family.EndOfTurn);
        if (tokenizer.IdOf(end) is not { } id || GenerationTokens.Load(folder).IsEnd(id)) yield break;
        yield return $"{folder}: with the prompt template {family.Name} an answer ends with {end} ({id}), which is none of the model's end "
            + $"tokens; add {id} to eos_token_id in generation_config.json, or set prompt.template (--template) to plain for a model "
            + "without chat training";
    }
}
