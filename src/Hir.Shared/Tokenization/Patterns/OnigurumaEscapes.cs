using System.Globalization;

namespace Hir.Shared.Tokenization.Patterns;

/// <summary>Characters and escapes of an Oniguruma expression, written for .NET.</summary>
internal static class OnigurumaEscapes
{
    /// <summary>The members of \w, to stand within brackets: Oniguruma counts the numbers of Latin-1 in.</summary>
    public const string WordMembers = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u00B2\u00B3\u00B9\u00BC-\u00BE\u24B6-\u24E9";

    private const string Word = $"[{WordMembers}]";

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co", "Cn",
    };

    /// <summary>An escape outside of brackets; <paramref name="at"/> is behind the backslash and is moved on.</summary>
    public static string Outside(string pattern, ref int at, bool ignoreCase, List<(char First, char Last)> named)
    {
        if (at == pattern.Length) throw new FormatException("ends in a backslash");
        if (TryClass(pattern, ref at) is { } members) return $"[{members}]";
        switch (pattern[at])
        {
            case 'W':
                at++;
                return $"[^{WordMembers}]";
            case 'H':
                at++;
                return "[^0-9a-fA-F]";
            case 'A' or 'z' or 'Z':
                return @"\" + pattern[at++];
            case 'b':
                at++;
                return $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))";
            case 'B':
                at++;
                return $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))";
            default:
                return Literal(Char(pattern, ref at), ignoreCase, named);
        }
    }

    /// <summary>The members of a class that an escape names, or null where it names none; then nothing is read.</summary>
    public static string? TryClass(string pattern, ref int at)
    {
        switch (pattern[at])
        {
            case 'd' or 'D' or 's' or 'S':
                return @"\" + pattern[at++];
            case 'w':
                at++;
                return WordMembers;
            case 'h':
                at++;
                return "0-9a-fA-F";
            case 'p' or 'P':
                return Property(pattern, ref at);
            default:
                return null;
        }
    }

    /// <summary>The character that an escape stands for.</summary>
    public static char Char(string pattern, ref int at)
    {
        char c = pattern[at++];
        switch (c)
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case 'a':
                return '\a';
            case 'e':
                return '\u001B';
            case 'x' when at < pattern.Length && pattern[at] == '{':
                int close = pattern.IndexOf('}', at);
                if (close < 0) throw new FormatException(@"holds \x{ without }");
                string digits = pattern[(at + 1)..close];
                at = close + 1;
                return Code(digits);
            case 'x':
                return Code(Take(pattern, ref at, 2));
            case 'u':
                return Code(Take(pattern, ref at, 4));
            default:
                return !char.IsAsciiLetterOrDigit(c) ? NotHalf(c) : throw new FormatException($@"holds \{c}, which is not supported");
        }
    }

    /// <summary>A character as it stands.</summary>
    public static string Literal(char c, bool ignoreCase, List<(char First, char Last)> named)
    {
        string cases = ignoreCase ? CasesOf(NotHalf(c)) : NotHalf(c).ToString();
        foreach (char one in cases) named.Add((one, one));
        return cases.Length == 1 ? Escaped(c) : $"[{string.Concat(cases.Select(Escaped))}]";
    }

    /// <summary>A character so that it means itself, within brackets and without.</summary>
    public static string Escaped(char c) =>
        char.IsAsciiLetterOrDigit(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $@"\u{(int)c:X4}");

    /// <summary>A character in all its cases: Unicode folds two more characters to s and k.</summary>
    public static string CasesOf(char c) => char.ToLowerInvariant(c) switch
    {
        's' or 'ſ' => "sSſ",
        'k' => "kK\u212A",
        _ => new string([.. new[] { c, char.ToLowerInvariant(c), char.ToUpperInvariant(c) }.Distinct()]),
    };

    /// <summary>Refuses half of a character beyond U+FFFF.</summary>
    public static char NotHalf(char c) =>
        char.IsSurrogate(c) ? throw Beyond() : c;

    private static string Property(string pattern, ref int at)
    {
        bool isNegated = pattern[at++] == 'P';
        int close = pattern.IndexOf('}', at);
        if (at >= pattern.Length || pattern[at] != '{' || close < 0) throw new FormatException(@"holds \p without a name in braces");
        string name = pattern[(at + 1)..close];
        at = close + 1;
        if (name.StartsWith('^'))
        {
            isNegated = !isNegated;
            name = name[1..];
        }

        string category = name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].ToLowerInvariant();
        if (!Categories.Contains(category))
        {
            throw new FormatException($@"holds \p{{{name}}}, which is not supported; general categories are, such as \p{{L}}");
        }

        return $@"\{(isNegated ? 'P' : 'p')}{{{category}}}";
    }

    private static string Take(string pattern, ref int at, int count)
    {
        if (at + count > pattern.Length) throw new FormatException("ends within an escape");
        at += count;
        return pattern[(at - count)..at];
    }

    private static char Code(string digits)
    {
        bool isCode = int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code);
        if (!isCode) throw new FormatException($"holds '{digits}' where hexadecimal digits must be");
        return code is >= 0 and <= char.MaxValue ? NotHalf((char)code) : throw Beyond();
    }

    private static FormatException Beyond() => new("names a character beyond U+FFFF, which is not supported");
}
