namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>Several normalizers, one after the other; none at all leaves the text as it is.</summary>
internal sealed class SequenceNormalizer(IReadOnlyList<INormalizer> steps) : INormalizer
{
    public string Normalize(string text)
    {
        foreach (INormalizer step in steps) text = step.Normalize(text);
        return text;
    }
}
