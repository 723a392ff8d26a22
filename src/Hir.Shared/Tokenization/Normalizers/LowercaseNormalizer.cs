namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>Lower-cases character by character, in no language's particular way.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    public string Normalize(string text) => text.ToLowerInvariant();
}
