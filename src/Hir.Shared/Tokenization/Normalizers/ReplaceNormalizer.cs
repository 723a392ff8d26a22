using System.Text.RegularExpressions;

namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>Replaces each match of a regular expression by a text, which is taken as it stands.</summary>
internal sealed class ReplaceNormalizer(Regex pattern, string content) : INormalizer
{
    public string Normalize(string text) => pattern.Replace(text, _ => content);
}
