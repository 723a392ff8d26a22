using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Hir.Shared.Tokenization.Patterns;

/// <summary>
/// What a tokenizer file searches a text for: a literal, or a regular expression in Oniguruma's dialect. Expressions see code points, not
/// UTF-16 units, and have a time limit, since they come from a file.
/// </summary>
internal sealed class TextPattern
{
    private const int MaxPatternLength = 4096; // the longest known has 350 characters
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SearchLimit = TimeSpan.FromSeconds(10);
    private const double SecondsPerChar = 1e-5; // more time for longer texts; .NET needs about 1e-8

    private const int LongestResult = 1 << 26; // a text may not grow beyond, however often a file replaces one character by two

    private readonly string? _literal;
    private readonly Regex? _regex;
    private readonly StandIns? _standIns;
    private readonly string _shown;

    private TextPattern(string? literal, Regex? regex, StandIns? standIns, string shown)
    {
        _literal = literal;
        _regex = regex;
        _standIns = standIns;
        _shown = shown;
    }

    /// <summary>Searches for a text as it stands; an empty one is found nowhere.</summary>
    public static TextPattern OfLiteral(string literal) => new(literal, null, null, literal);

    /// <summary>Searches for a regular expression.</summary>
    /// <exception cref="FormatException">It is none, or needs what is not supported; the message says what, as in "holds …".</exception>
    public static TextPattern OfRegex(string pattern)
    {
        if (pattern.Length > MaxPatternLength) throw new FormatException($"has {pattern.Length} characters, more than {MaxPatternLength}");
        (string translated, IReadOnlyList<(char First, char Last)> named) = new OnigurumaTranslator(pattern).Translate();
        try
        {
            return new TextPattern(null, Build(translated), new StandIns(named), pattern);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"is no regular expression: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>Finds all matches from left to right, which do not overlap but may be empty.</summary>
    /// <param name="text">Well-formed text.</param>
    /// <param name="found">Where start and end of each match are appended, in UTF-16 units.</param>
    /// <exception cref="InputException">The expression took too long.</exception>
    public void FindAll(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        if (_literal is not null) FindLiteral(text, found);
        else if (text.ContainsAnyInRange('\uD800', '\uDFFF')) FindWithStandIns(text, found);
        else Match(text, found);
    }

    /// <summary>A text with each match replaced; the same instance where there is none.</summary>
    /// <exception cref="InputException">The expression took too long.</exception>
    public string Replace(string text, string content)
    {
        bool cannotGrow = _literal is { Length: > 0 } && content.Length <= _literal.Length;
        if (cannotGrow) return text.Replace(_literal!, content, StringComparison.Ordinal);
        List<(int Start, int End)> found = [];
        FindAll(text, found);
        if (found.Count == 0) return text;
        long length = text.Length + ((long)found.Count * content.Length) - found.Sum(f => f.End - f.Start);
        if (length > Math.Max(LongestResult, text.Length))
        {
            throw new InputException(
                $"tokenizer pattern '{_shown}': replacing it makes {text.Length} characters {length}; "
                + "use a tokenizer.json that does not, or shorter texts.");
        }

        StringBuilder result = new((int)length);
        int from = 0;
        foreach ((int start, int end) in found)
        {
            result.Append(text, from, start - from).Append(content);
            from = end;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    // Not RegexOptions.NonBacktracking: in .NET 10 it misses matches of classes with many ranges (the letters of DeepSeek's pattern).
    private static Regex Build(string translated) =>
        new(translated, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Compiled, MatchLimit);

    private void FindLiteral(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        if (_literal!.Length == 0) return;
        for (int from = 0; text[from..].IndexOf(_literal, StringComparison.Ordinal) is >= 0 and int at;)
        {
            found.Add((from + at, from + at + _literal.Length));
            from += at + _literal.Length;
        }
    }

    private void FindWithStandIns(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        (char[] oneEach, int[] starts) = _standIns!.Replace(text);
        int first = found.Count;
        Match(oneEach, found);
        for (int i = first; i < found.Count; i++) found[i] = (starts[found[i].Start], starts[found[i].End]);
    }

    private void Match(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        long began = Stopwatch.GetTimestamp();
        TimeSpan limit = SearchLimit + TimeSpan.FromSeconds(text.Length * SecondsPerChar);
        try
        {
            foreach (ValueMatch match in _regex!.EnumerateMatches(text))
            {
                found.Add((match.Index, match.Index + match.Length));
                if ((found.Count & 0xFF) == 0 && Stopwatch.GetElapsedTime(began) > limit) throw TooSlow(text);
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooSlow(text);
        }
    }

    private InputException TooSlow(ReadOnlySpan<char> text) => new(
        $"tokenizer pattern '{_shown}': takes too long on a text of {text.Length} characters; use a tokenizer.json whose pattern does not "
        + "backtrack without end, or shorter texts.");
}
