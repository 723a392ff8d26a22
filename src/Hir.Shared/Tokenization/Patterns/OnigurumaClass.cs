using System.Text;

namespace Hir.Shared.Tokenization.Patterns;

/// <summary>A bracket expression of Oniguruma, written for .NET.</summary>
internal static class OnigurumaClass
{
    /// <summary>Translates the brackets that open at <paramref name="at"/>, which is moved behind them.</summary>
    public static string Translate(string pattern, ref int at, bool ignoreCase, List<(char First, char Last)> named)
    {
        at++;
        bool isNegated = at < pattern.Length && pattern[at] == '^';
        if (isNegated) at++;
        StringBuilder members = new();
        for (bool isFirst = true; ; isFirst = false)
        {
            if (at >= pattern.Length) throw new FormatException("lacks a closing bracket");
            char c = pattern[at];
            if (c == ']' && !isFirst) break;
            if (c == '[') throw new FormatException("holds brackets within brackets, which are not supported");
            if (pattern.AsSpan(at).StartsWith("&&")) throw new FormatException("holds &&, which is not supported");
            members.Append(Member(pattern, ref at, ignoreCase, named));
        }

        at++;
        return $"[{(isNegated ? "^" : "")}{members}]";
    }

    private static string Member(string pattern, ref int at, bool ignoreCase, List<(char First, char Last)> named)
    {
        if (pattern[at] == '\\' && at + 1 < pattern.Length)
        {
            int behind = at + 1;
            if (OnigurumaEscapes.TryClass(pattern, ref behind) is { } members)
            {
                at = behind;
                return members;
            }
        }

        char first = ReadChar(pattern, ref at);
        bool isRange = at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']';
        if (!isRange) return OfRange(first, first, ignoreCase, named);
        at++;
        char last = ReadChar(pattern, ref at);
        return first <= last ? OfRange(first, last, ignoreCase, named) : throw new FormatException($"holds the empty range {first}-{last}");
    }

    private static char ReadChar(string pattern, ref int at)
    {
        char c = pattern[at++];
        if (c != '\\') return OnigurumaEscapes.NotHalf(c);
        if (at == pattern.Length) throw new FormatException("ends in a backslash");
        if (pattern[at] != 'b') return OnigurumaEscapes.Char(pattern, ref at);
        at++;
        return '\b';
    }

    private static string OfRange(char first, char last, bool ignoreCase, List<(char First, char Last)> named)
    {
        named.Add((first, last));
        StringBuilder members = new(OnigurumaEscapes.Escaped(first));
        if (last > first) members.Append('-').Append(OnigurumaEscapes.Escaped(last));
        if (!ignoreCase) return members.ToString();
        for (int c = first; c <= last; c++)
        {
            foreach (char other in OnigurumaEscapes.CasesOf((char)c))
            {
                if (other >= first && other <= last) continue;
                named.Add((other, other));
                members.Append(OnigurumaEscapes.Escaped(other));
            }
        }

        return members.ToString();
    }
}
