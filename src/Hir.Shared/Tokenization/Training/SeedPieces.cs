using System.Text;
using System.Text.RegularExpressions;

namespace Hir.Shared.Tokenization.Training;

/// <summary>The pieces that training starts from.</summary>
internal static partial class SeedPieces
{
    private enum Kind
    {
        Letter,
        Digit,
        Other,
    }

    /// <summary>Pieces that stay whatever the counts say: every character, every option label, every word that was asked for.</summary>
    public static SortedSet<string> Required(WordCounts words, UnigramTrainerOptions options)
    {
        SortedSet<string> required = new(StringComparer.Ordinal) { WordCounts.Mark.ToString() };
        foreach (string word in words.Words.Select(w => w.Word).Append(options.Alphabet))
        {
            foreach (Rune rune in word.EnumerateRunes())
            {
                if (!Rune.IsWhiteSpace(rune)) required.Add(rune.ToString());
            }
        }

        foreach (string word in options.WholeWords) required.Add(WordCounts.Mark + word);
        foreach ((string word, _) in words.Words)
        {
            if (OptionLabel().Match(word) is { Success: true } label) required.Add(label.Value);
        }

        return required;
    }

    /// <summary>
    /// Every substring of a word that occurs at least twice and mixes no kinds of characters, the most telling ones, with the required
    /// pieces.
    /// </summary>
    public static PieceScores Collect(WordCounts words, SortedSet<string> required, int maxPieceLength, int maxPieces)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach ((string word, long count) in words.Words)
        {
            foreach ((int start, int end) in Substrings(word, maxPieceLength))
            {
                string piece = word[start..end];
                counts[piece] = counts.GetValueOrDefault(piece) + count;
            }
        }

        IEnumerable<(string Piece, double Weight)> repeated = counts
            .Where(e => e.Value > 1 && !required.Contains(e.Key))
            .Select(e => (Piece: e.Key, Weight: (double)e.Value * e.Key.Length))
            .OrderByDescending(p => p.Weight)
            .ThenBy(p => p.Piece, StringComparer.Ordinal)
            .Take(Math.Max(0, maxPieces - required.Count));
        List<(string Piece, double Weight)> seeds =
            [.. required.Select(p => (p, (double)Math.Max(1, counts.GetValueOrDefault(p) * p.Length))), .. repeated];
        double logTotal = Math.Log(seeds.Sum(s => s.Weight));
        return new PieceScores([.. seeds.Select(s => (s.Piece, Math.Log(s.Weight) - logTotal))]);
    }

    private static IEnumerable<(int Start, int End)> Substrings(string word, int maxLength)
    {
        for (int start = 0; start < word.Length; start++)
        {
            if (start > 0 && char.IsLowSurrogate(word[start])) continue;
            Kind? kind = null;
            for (int end = start + 1; end <= word.Length && end - start <= maxLength; end++)
            {
                if (word[end - 1] != WordCounts.Mark)
                {
                    Kind next = KindOf(word[end - 1]);
                    if ((kind ??= next) != next) break;
                }

                bool cutsPair = end < word.Length && char.IsLowSurrogate(word[end]);
                if (end > start + 1 && !cutsPair) yield return (start, end);
            }
        }
    }

    // Half a surrogate pair counts as a letter: most characters beyond the first plane are.
    private static Kind KindOf(char c) => char.IsLetter(c) || char.IsSurrogate(c) ? Kind.Letter : char.IsDigit(c) ? Kind.Digit : Kind.Other;

    [GeneratedRegex(@"^▁\([A-Z0-9]\)")]
    private static partial Regex OptionLabel();
}
