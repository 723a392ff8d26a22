namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Which pieces get a mark before them that stands for the space which the text did not show.</summary>
internal enum PrependScheme
{
    /// <summary>None.</summary>
    Never,

    /// <summary>The one at the very start of the text.</summary>
    First,

    /// <summary>All.</summary>
    Always,
}

/// <summary>Writes spaces as a visible mark (SentencePiece's ▁) and, if asked to, cuts before each mark.</summary>
internal sealed class MetaspacePreTokenizer(char mark, PrependScheme prepend, bool split) : IPreTokenizer
{
    public void Split(PieceList source, PieceList target)
    {
        Span<char> markText = [mark];
        for (int i = 0; i < source.Count; i++)
        {
            ReadOnlySpan<char> text = source[i];
            bool atStart = source.IsAtStart(i);
            bool marked = text[0] == mark || text[0] == ' ';
            if (!marked && (prepend == PrependScheme.Always || (prepend == PrependScheme.First && atStart))) target.Append(markText);

            int start = 0;
            for (int at = 0; at < text.Length; at++)
            {
                if (text[at] != mark && text[at] != ' ') continue;
                target.Append(text[start..at]);
                if (split && at > 0)
                {
                    target.EndPiece(atStart);
                    atStart = false;
                }

                target.Append(markText);
                start = at + 1;
            }

            target.Append(text[start..]);
            target.EndPiece(atStart);
        }
    }
}
