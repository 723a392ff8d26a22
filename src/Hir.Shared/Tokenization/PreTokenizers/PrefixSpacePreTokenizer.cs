namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Puts a space before every piece that does not start with one (the byte-level vocabularies' add_prefix_space).</summary>
internal sealed class PrefixSpacePreTokenizer : IPreTokenizer
{
    public void Split(PieceList source, PieceList target)
    {
        for (int i = 0; i < source.Count; i++)
        {
            if (source[i][0] != ' ') target.Append(" ");
            target.Add(source[i], source.IsAtStart(i));
        }
    }
}
