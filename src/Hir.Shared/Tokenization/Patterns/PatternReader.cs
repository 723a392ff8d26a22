using Hir.Shared.Tokenization.Json;

namespace Hir.Shared.Tokenization.Patterns;

/// <summary>Reads a pattern of tokenizer.json: <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
internal static class PatternReader
{
    public static TextPattern Read(JsonAt at)
    {
        if (at["String"].TryText(out string? literal)) return TextPattern.OfLiteral(literal!);
        if (!at.CountRegex()) return TextPattern.OfLiteral("");
        try
        {
            return TextPattern.OfRegex(at.Text("Regex") ?? "");
        }
        catch (FormatException e)
        {
            at["Regex"].Problem(e.Message);
            return TextPattern.OfLiteral("");
        }
    }
}
