using System.Globalization;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>Numbers and ranks as English writes them.</summary>
internal static class NumberWords
{
    private static readonly string[] Numbers =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ];

    private static readonly string[] Ranks =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    /// <summary>The number of "a", "three" or "3"; null for other texts.</summary>
    public static int? Number(string text)
    {
        if (text is "a" or "an") return 1;
        var at = Array.IndexOf(Numbers, text);
        if (at >= 0) return at;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The word of a number up to twenty; null for other numbers.</summary>
    public static string? Word(int number) => number >= 0 && number < Numbers.Length ? Numbers[number] : null;

    /// <summary>1 for "first" and so on; null for other texts.</summary>
    public static int? Rank(string text) => Array.IndexOf(Ranks, text) is >= 0 and var at ? at + 1 : null;
}
