using System.Globalization;
using System.Text.RegularExpressions;

namespace Hir.Shared.Feedback.Numbers;

/// <summary>
/// Numbers as people and models write them: -3, 1,234.5, 2e-3, .5, with a full stop as the decimal mark. A minus sign counts where no
/// letter, digit or bracket stands before it, so that 5-3 is 5 and 3.
/// </summary>
/// <param name="Value">The number, finite.</param>
/// <param name="Exact">The same without rounding, where 28 digits hold it.</param>
internal readonly partial record struct NumberText(double Value, decimal? Exact)
{
    /// <summary>The number that counts, or null where there is none.</summary>
    public static NumberText? Of(string text, NumberPlace place)
    {
        if (place == NumberPlace.Whole)
        {
            string bare = text.Trim().TrimStart('$', '€', '£').TrimEnd('.', '%', ' ');
            return Number().Match(bare) is { Success: true } all && all.Length == bare.Length ? Parse(all.Value) : null;
        }

        IEnumerable<Match> found = Number().Matches(text);
        foreach (Match match in place == NumberPlace.Last ? found.Reverse() : found)
        {
            if (Parse(match.Value) is { } number) return number;
        }

        return null;
    }

    /// <summary>Whether this is the other number, give or take a distance.</summary>
    public bool IsWithin(double distance, NumberText other) =>
        distance == 0 && Exact is { } mine && other.Exact is { } others ? mine == others : Math.Abs(Value - other.Value) <= distance;

    private static NumberText? Parse(string text)
    {
        text = text.Replace(",", "", StringComparison.Ordinal).Replace('\u2212', '-');
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        if (!isNumber || !double.IsFinite(value)) return null;
        bool fits = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) && (double)exact == value;
        return new NumberText(value, fits ? exact : null);
    }

    [GeneratedRegex(
        @"(?:(?<![\p{L}\p{N})\]])[-+\u2212])?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
        + @"|(?<![0-9])\.[0-9]+)(?:[eE][-+]?[0-9]+)?")]
    private static partial Regex Number();
}
