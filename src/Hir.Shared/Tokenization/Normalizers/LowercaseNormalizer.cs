namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>Lower-cases character by character, in no language's particular way.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    // The one character whose lower case is two; .NET leaves it as it is.
    private const char CapitalDottedI = '\u0130';

    public string Normalize(string text) =>
        text.ToLowerInvariant().Replace(CapitalDottedI.ToString(), "i\u0307", StringComparison.Ordinal);
}
