using Hir.Shared.Tokenization.Text;

namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>What the patterns of GPT-2 and its successors do with white space.</summary>
internal static class Spaces
{
    /// <summary>
    /// Where <c>\s+(?!\S)|\s+</c> ends: before the last white space of a run that a word follows, unless it is the only one.
    /// </summary>
    public static int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        int end = CharKinds.EndOfRun(text, start, CharKinds.AnySpace);
        return end < text.Length && end - start > 1 ? end - 1 : end;
    }
}
