namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Cuts at white space, which is dropped.</summary>
internal sealed class WhitespaceSplitPreTokenizer : IPreTokenizer
{
    public void Split(PieceList source, PieceList target)
    {
        for (int i = 0; i < source.Count; i++)
        {
            ReadOnlySpan<char> text = source[i];
            for (int start = 0, end; start < text.Length; start = end + 1)
            {
                end = start;
                while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
                target.Add(text[start..end], source.IsAtStart(i) && start == 0);
            }
        }
    }
}
