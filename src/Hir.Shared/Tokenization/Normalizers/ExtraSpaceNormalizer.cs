using System.Text;

namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>SentencePiece's remove_extra_whitespaces: no spaces at the ends, and single ones between words.</summary>
internal sealed class ExtraSpaceNormalizer : INormalizer
{
    public string Normalize(string text)
    {
        string trimmed = text.Trim(' ');
        if (!trimmed.Contains("  ", StringComparison.Ordinal)) return trimmed;
        StringBuilder result = new(trimmed.Length);
        foreach (char c in trimmed)
        {
            if (c != ' ' || result[^1] != ' ') result.Append(c);
        }

        return result.ToString();
    }
}
