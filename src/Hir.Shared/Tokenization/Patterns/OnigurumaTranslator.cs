using System.Globalization;
using System.Text;

namespace Hir.Shared.Tokenization.Patterns;

/// <summary>
/// Writes a regular expression of Oniguruma's Ruby dialect, which tokenizer.json has, as one for .NET. What the two understand
/// differently is written out; what .NET lacks is refused by name.
/// </summary>
internal sealed class OnigurumaTranslator(string pattern)
{
    private const int MaxDepth = 100;

    private readonly StringBuilder _output = new();
    private readonly List<(char First, char Last)> _named = [];
    private readonly Stack<(int Start, bool IgnoreCase)> _groups = [];
    private int _at;
    private bool _ignoreCase;
    private int _atomStart = -1; // of what a quantifier would repeat, in the output; -1 for nothing
    private bool _atomIsQuantified;

    /// <returns>The expression for .NET, and every character or range of them that it names.</returns>
    /// <exception cref="FormatException">The expression holds what is not supported.</exception>
    public (string Translated, IReadOnlyList<(char First, char Last)> Named) Translate()
    {
        while (_at < pattern.Length) Step();
        if (_groups.Count > 0) throw new FormatException("lacks a closing parenthesis");
        return (_output.ToString(), _named);
    }

    private void Step()
    {
        char c = pattern[_at];
        switch (c)
        {
            case '\\':
                _at++;
                Atom(OnigurumaEscapes.Outside(pattern, ref _at, _ignoreCase, _named));
                break;
            case '[':
                Atom(OnigurumaClass.Translate(pattern, ref _at, _ignoreCase, _named));
                break;
            case '(':
                OpenGroup();
                break;
            case ')':
                CloseGroup();
                break;
            case '|':
                _at++;
                _output.Append('|');
                _atomStart = -1;
                break;
            case '*' or '+' or '?':
                _at++;
                Quantify(c.ToString(), isInterval: false);
                break;
            case '{' when TryReadInterval() is { } interval:
                Quantify(interval, isInterval: true);
                break;
            case '.':
                _at++;
                Atom(@"[^\n]");
                break;
            case '^':
                _at++;
                Atom(@"(?:\A|(?<=\n)(?!\z))");
                break;
            case '$':
                _at++;
                Atom(@"(?=\n|\z)");
                break;
            default:
                _at++;
                Atom(OnigurumaEscapes.Literal(c, _ignoreCase, _named));
                break;
        }
    }

    private void Atom(string translated)
    {
        _atomStart = _output.Length;
        _atomIsQuantified = false;
        _output.Append(translated);
    }

    private void OpenGroup()
    {
        if (_groups.Count == MaxDepth) throw new FormatException($"nests more than {MaxDepth} groups");
        int start = _output.Length;
        bool ignoreCase = _ignoreCase;
        _at++;
        string opening = "(?:";
        if (_at < pattern.Length && pattern[_at] == '?') opening = ReadGroupKind();
        if (opening.Length == 0) return; // an option for the whole expression
        _groups.Push((start, ignoreCase));
        _output.Append(opening);
        _atomStart = -1;
    }

    private string ReadGroupKind()
    {
        ReadOnlySpan<char> rest = pattern.AsSpan(_at);
        foreach (string kind in (ReadOnlySpan<string>)["?:", "?=", "?!", "?<=", "?<!", "?>"])
        {
            if (!rest.StartsWith(kind)) continue;
            _at += kind.Length;
            return "(" + kind;
        }

        foreach ((string option, bool ignoreCase) in (ReadOnlySpan<(string, bool)>)[("?i:", true), ("?-i:", false)])
        {
            if (!rest.StartsWith(option)) continue;
            _at += option.Length;
            _ignoreCase = ignoreCase;
            return "(?:";
        }

        if (rest.StartsWith("?i)") && _at == 1)
        {
            _at += 3;
            _ignoreCase = true;
            return "";
        }

        int close = rest.IndexOf('>');
        bool isNamed = rest.Length > 2 && rest[1] == '<' && (char.IsLetter(rest[2]) || rest[2] == '_') && close > 0;
        if (!isNamed) throw new FormatException($"holds the group '({rest[..Math.Min(4, rest.Length)]}', which is not supported");
        _at += close + 1;
        return "(?:";
    }

    private void CloseGroup()
    {
        if (!_groups.TryPop(out (int Start, bool IgnoreCase) group)) throw new FormatException("has a closing parenthesis too many");
        _at++;
        _output.Append(')');
        _ignoreCase = group.IgnoreCase;
        _atomStart = group.Start;
        _atomIsQuantified = false;
    }

    private void Quantify(string quantifier, bool isInterval)
    {
        if (_atomStart < 0) throw new FormatException($"has '{quantifier}' where there is nothing to repeat");
        if (_atomIsQuantified) WrapAtom("(?:");
        _output.Append(quantifier);
        _atomIsQuantified = true;
        char next = _at < pattern.Length ? pattern[_at] : '\0';

        // After an interval, Ruby's dialect reads + as another quantifier, and so ? after a fixed count.
        if (next == '?' && !(isInterval && !quantifier.Contains(',')))
        {
            _at++;
            _output.Append('?');
        }
        else if (next == '+' && !isInterval)
        {
            _at++;
            WrapAtom("(?>");
        }
    }

    private void WrapAtom(string opening)
    {
        _output.Insert(_atomStart, opening).Append(')');
        _atomIsQuantified = false;
    }

    private string? TryReadInterval()
    {
        int close = pattern.IndexOf('}', _at);
        if (close < 0) return null;
        string[] bounds = pattern[(_at + 1)..close].Split(',');
        if (bounds.Length > 2 || bounds.Any(b => b.Any(c => !char.IsAsciiDigit(c))) || bounds.All(b => b.Length == 0)) return null;
        int[] counts = [.. bounds.Select(ReadCount)];
        _at = close + 1;
        return counts.Length == 1 ? $"{{{counts[0]}}}"
            : bounds[1].Length == 0 ? $"{{{counts[0]},}}"
            : counts[0] <= counts[1] ? $"{{{counts[0]},{counts[1]}}}"
            : throw new FormatException($"repeats from {counts[0]} to {counts[1]} times");
    }

    private static int ReadCount(string text)
    {
        const int limit = 1000;
        if (text.Length == 0) return 0;
        bool fits = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= limit;
        return fits ? count : throw new FormatException($"repeats {text} times; at most {limit} are supported");
    }
}
