using System.Text;

namespace Hir.Shared.Feedback.Overlap;

/// <summary>A text as words, each with the number of code points before it.</summary>
internal static class Words
{
    /// <summary>What stands between white space.</summary>
    public static List<(string Item, int Start)> Of(string text)
    {
        List<(string, int)> words = [];
        StringBuilder word = new();
        int at = 0;
        int start = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                Take();
            }
            else
            {
                if (word.Length == 0) start = at;
                word.Append(rune.ToString());
            }

            at++;
        }

        Take();
        return words;

        void Take()
        {
            if (word.Length > 0) words.Add((word.ToString(), start));
            word.Clear();
        }
    }
}
