using Hir.Shared.Tokenization.Patterns;

namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>Replaces each match of a pattern by a text, which is taken as it stands.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : INormalizer
{
    public string Normalize(string text) => pattern.Replace(text, content);
}
