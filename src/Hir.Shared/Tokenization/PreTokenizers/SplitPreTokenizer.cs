using Hir.Shared.Tokenization.Patterns;

namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>What becomes of the matches that a piece is cut at.</summary>
internal enum SplitBehavior
{
    /// <summary>They are dropped.</summary>
    Removed,

    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>Each ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Each run of them is a piece.</summary>
    Contiguous,
}

/// <summary>Cuts at the matches of a pattern, or, inverted, at what is between them.</summary>
internal sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert) : IPreTokenizer
{
    public void Split(PieceList source, PieceList target)
    {
        List<(int Start, int End)> found = [];
        List<(int End, bool IsDelimiter)> parts = [];
        for (int i = 0; i < source.Count; i++)
        {
            ReadOnlySpan<char> text = source[i];
            found.Clear();
            pattern.FindAll(text, found);
            parts.Clear();
            int end = 0;
            foreach ((int start, int matchEnd) in found)
            {
                if (start > end) parts.Add((start, invert));
                parts.Add((matchEnd, !invert));
                end = matchEnd;
            }

            if (end < text.Length) parts.Add((text.Length, invert));
            Join(parts, behavior);
            int from = 0;
            foreach ((int to, bool isDelimiter) in parts)
            {
                if (!isDelimiter || behavior != SplitBehavior.Removed) target.Add(text[from..to], source.IsAtStart(i) && from == 0);
                from = to;
            }
        }
    }

    /// <summary>Joins neighbouring parts as a behavior has it.</summary>
    private static void Join(List<(int End, bool IsDelimiter)> parts, SplitBehavior behavior)
    {
        if (behavior is SplitBehavior.Removed or SplitBehavior.Isolated) return;
        if (behavior == SplitBehavior.MergedWithNext)
        {
            // From the right, a delimiter that follows no delimiter joins what comes after it: its own end is no cut.
            bool afterIsDelimiter = false;
            for (int i = parts.Count - 1; i >= 0; i--)
            {
                bool joins = parts[i].IsDelimiter && !afterIsDelimiter && i < parts.Count - 1;
                afterIsDelimiter = parts[i].IsDelimiter;
                if (joins) parts.RemoveAt(i);
            }

            return;
        }

        int kept = 0;
        bool before = false;
        for (int i = 0; i < parts.Count; i++)
        {
            bool isDelimiter = parts[i].IsDelimiter;
            bool joins = i > 0 && (behavior == SplitBehavior.Contiguous ? isDelimiter == before : isDelimiter && !before);
            before = isDelimiter;
            if (joins) parts[kept - 1] = (parts[i].End, isDelimiter);
            else parts[kept++] = parts[i];
        }

        parts.RemoveRange(kept, parts.Count - kept);
    }
}
