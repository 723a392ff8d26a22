using Hir.Shared.Decoding;
using Hir.Shared.Tokenization;

namespace Hir.Shared.Prompts;

/// <summary>
/// The token that ends an output which is given as text. A model may have several end tokens (Llama 3: one for a text, one for a turn), and
/// the one that its own chat format ends an answer with need not come first.
/// </summary>
public static class OutputEnd
{
    /// <summary>The end token of a model: its chat format's where that is one of its end tokens, else the first of them.</summary>
    /// <param name="folder">The model folder or checkpoint folder.</param>
    /// <param name="tokenizer">Its tokenizer, or null where it has none.</param>
    public static int IdIn(string folder, Tokenizer? tokenizer)
    {
        GenerationTokens tokens = GenerationTokens.Load(folder);
        if (tokens.EndIds.Count == 1 || tokenizer is null) return tokens.EndIds[0];
        var builder = new PromptBuilder(folder, tokenizer);
        if (ChatTemplate.Find(folder, builder.Config)?.Family is not { } family) return tokens.EndIds[0];
        return tokenizer.IdOf(builder.Filled(family.EndOfTurn)) is { } id && tokens.IsEnd(id) ? id : tokens.EndIds[0];
    }
}
