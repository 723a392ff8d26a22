namespace Hir.Shared.Feedback;

/// <summary>Looks for words in texts, in any case.</summary>
internal static class TextSearch
{
    /// <summary>Whether a text holds these words as they stand, and not as a part of longer ones.</summary>
    public static bool HasWords(string text, string words)
    {
        if (words.Length == 0) return false;
        for (int at = Next(0); at >= 0; at = Next(at + 1))
        {
            int end = at + words.Length;
            bool startsWord = at == 0 || !char.IsLetterOrDigit(words[0]) || !char.IsLetterOrDigit(text[at - 1]);
            bool endsWord = end == text.Length || !char.IsLetterOrDigit(words[^1]) || !char.IsLetterOrDigit(text[end]);
            if (startsWord && endsWord) return true;
        }

        return false;

        int Next(int from) => text.IndexOf(words, from, StringComparison.OrdinalIgnoreCase);
    }
}
