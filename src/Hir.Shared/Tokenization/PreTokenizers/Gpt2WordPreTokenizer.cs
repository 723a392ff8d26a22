using Hir.Shared.Tokenization.Text;

namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Cuts where GPT-2's pattern does, without a regular expression.</summary>
internal sealed class Gpt2WordPreTokenizer : IPreTokenizer
{
    /// <summary>The pattern, as the tokenizers library writes it for its ByteLevel component.</summary>
    public const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public void Split(PieceList source, PieceList target)
    {
        for (int i = 0; i < source.Count; i++)
        {
            ReadOnlySpan<char> text = source[i];
            for (int start = 0, end; start < text.Length; start = end)
            {
                end = EndOfWord(text, start);
                target.Add(text[start..end], source.IsAtStart(i) && start == 0);
            }
        }
    }

    private static int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        if (text[start] == '\'' && Contraction(text[(start + 1)..]) is > 0 and int length) return start + 1 + length;
        int first = text[start] == ' ' ? start + 1 : start;
        CharKind kind = CharKinds.At(text, first);
        return (kind & (CharKind.Letter | CharKind.Number | CharKind.Other)) != 0
            ? CharKinds.EndOfRun(text, first, kind)
            : Spaces.EndOfWord(text, start);
    }

    private static int Contraction(ReadOnlySpan<char> rest) => rest switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 1,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0,
    };
}
