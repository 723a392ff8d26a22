using System.Text;

namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>
/// The four Unicode normalization forms (Unicode Standard Annex 15). The runtime's own need ICU, which this program runs without: there
/// <see cref="string.Normalize(NormalizationForm)"/> returns its input.
/// </summary>
internal sealed class UnicodeFormNormalizer(bool kForm, bool compose) : INormalizer
{
    // The first characters that the forms change or move: U+00A0 in NFKC and NFKD, U+00C0 in NFD, U+0300 in NFC.
    private readonly char _firstAffected = kForm ? '\u00A0' : compose ? '\u0300' : '\u00C0';

    public string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(_firstAffected, char.MaxValue)) return text;
        UnicodeForms forms = UnicodeForms.Instance;
        List<int> codes = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes()) forms.AppendDecomposed(rune.Value, kForm, codes);
        forms.Order(codes);
        if (compose) forms.Compose(codes);
        StringBuilder result = new(codes.Count);
        Span<char> utf16 = stackalloc char[2];
        foreach (int code in codes) result.Append(utf16[..new Rune(code).EncodeToUtf16(utf16)]);
        return result.ToString();
    }
}
