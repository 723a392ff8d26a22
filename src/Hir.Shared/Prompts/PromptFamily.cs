namespace Hir.Shared.Prompts;

/// <summary>A chat format: what its published chat template makes of one message of the user's, up to where the answer begins.</summary>
/// <param name="Name">Its name in <c>prompt.template</c>.</param>
/// <param name="Text">The prompt template, without the token that begins the text; <c>{eos}</c> is the tokenizer's end token.</param>
/// <param name="EndOfTurn">The token that ends an answer.</param>
/// <param name="Begin">The token that begins the text, or null where the format has none.</param>
/// <param name="Tokens">What the tokenizer must know as one token each.</param>
/// <param name="Marks">Patterns that a chat template of this format holds, line breaks unescaped. None: it is never recognised.</param>
/// <param name="Foreign">Patterns that show another format.</param>
internal sealed record PromptFamily(
    string Name, string Text, string EndOfTurn, string? Begin, string[] Tokens, string[] Marks, string[] Foreign)
{
    /// <summary>How <see cref="Text"/> writes the tokenizer's end token.</summary>
    public const string EndSlot = "{eos}";
}
