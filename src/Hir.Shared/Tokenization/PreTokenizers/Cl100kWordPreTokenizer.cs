using Hir.Shared.Tokenization.Text;

namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>
/// Cuts where the pattern of Llama 3 and Qwen 2 does, without a regular expression: contractions of any case, a word with the one
/// character before it, few digits at a time, punctuation with the line ends after it.
/// </summary>
/// <param name="maxDigits">Numbers at most a piece: 3 in Llama 3, 1 in Qwen 2.</param>
internal sealed class Cl100kWordPreTokenizer(int maxDigits) : IPreTokenizer
{
    /// <summary>The pattern for pieces of up to three numbers.</summary>
    public const string ThreeDigits = Start + @"\p{N}{1,3}" + End;

    /// <summary>The pattern for single numbers.</summary>
    public const string OneDigit = Start + @"\p{N}" + End;

    private const string Start = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|";
    private const string End = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const char LongS = 'ſ'; // the other lower case of S

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

    private int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        if (text[start] == '\'' && Contraction(text[(start + 1)..]) is > 0 and int length) return start + 1 + length;
        CharKind kind = CharKinds.At(text, start);
        switch (kind)
        {
            case CharKind.Letter:
                return CharKinds.EndOfRun(text, start, CharKind.Letter);
            case CharKind.Number:
                return EndOfNumber(text, start);
            case CharKind.Other or CharKind.Space:
                int second = start + CharKinds.LengthAt(text, start);
                CharKind next = CharKinds.At(text, second);
                if (next == CharKind.Letter) return CharKinds.EndOfRun(text, second, CharKind.Letter);
                if (kind == CharKind.Other) return EndOfPunctuation(text, start);
                if (next == CharKind.Other && text[start] == ' ') return EndOfPunctuation(text, second);
                break;
        }

        int end = CharKinds.EndOfRun(text, start, CharKinds.AnySpace);
        int lineEnd = text[start..end].LastIndexOfAny('\r', '\n');
        return lineEnd >= 0 ? start + lineEnd + 1 : Spaces.EndOfWord(text, start);
    }

    private int EndOfNumber(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        for (int left = maxDigits; left > 0 && CharKinds.At(text, end) == CharKind.Number; left--) end += CharKinds.LengthAt(text, end);
        return end;
    }

    private static int EndOfPunctuation(ReadOnlySpan<char> text, int start) =>
        CharKinds.EndOfRun(text, CharKinds.EndOfRun(text, start, CharKind.Other), CharKind.Newline);

    private static int Contraction(ReadOnlySpan<char> rest) => rest switch
    {
        ['s' or 'S' or LongS or 't' or 'T' or 'm' or 'M' or 'd' or 'D', ..] => 1,
        ['r' or 'R' or 'v' or 'V', 'e' or 'E', ..] or ['l' or 'L', 'l' or 'L', ..] => 2,
        _ => 0,
    };
}
