using System.Text;
using Hir.Shared.Tokenization.Text;

namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Cuts into words and runs of punctuation (<c>\w+|[^\w\s]+</c>); white space is dropped.</summary>
internal sealed class WhitespacePreTokenizer : IPreTokenizer
{
    private enum Kind
    {
        Space,
        Word,
        Other,
    }

    public void Split(PieceList source, PieceList target)
    {
        for (int i = 0; i < source.Count; i++)
        {
            ReadOnlySpan<char> text = source[i];
            int start = 0;
            int at = 0;
            Kind before = Kind.Space;
            foreach (Rune rune in text.EnumerateRunes())
            {
                Kind now = Rune.IsWhiteSpace(rune) ? Kind.Space : CharKinds.IsWord(rune) ? Kind.Word : Kind.Other;
                if (now != before)
                {
                    if (before != Kind.Space) target.Add(text[start..at], source.IsAtStart(i) && start == 0);
                    start = at;
                }

                before = now;
                at += rune.Utf16SequenceLength;
            }

            if (before != Kind.Space) target.Add(text[start..], source.IsAtStart(i) && start == 0);
        }
    }
}
