using System.Globalization;
using System.Text;
using System.Text.Json;
using Hir.Shared.Feedback.Numbers;
using Hir.Shared.Feedback.Overlap;

namespace Hir.Shared.Feedback.Constraints;

/// <summary>Whether a text has a form.</summary>
internal static class Forms
{
    /// <summary>Whether its letters are in a case; a text without letters is in none.</summary>
    public static bool IsIn(LetterCase letters, string text)
    {
        if (!text.Any(char.IsLetter)) return false;
        return letters switch
        {
            LetterCase.Lower => !text.Any(char.IsUpper),
            LetterCase.Upper => !text.Any(char.IsLower),
            // Quotation marks and brackets may stand before the first letter.
            _ => Words.Of(text).All(w => w.Item.FirstOrDefault(char.IsLetter) is var first && (first == '\0' || !char.IsLower(first))),
        };
    }

    /// <summary>Whether it has a form; white space around it does not count.</summary>
    public static bool Is(OutputFormat format, string text) => format switch
    {
        OutputFormat.Json => IsJson(text),
        OutputFormat.Number => NumberText.Of(text, NumberPlace.Whole) is not null,
        OutputFormat.SingleLine => text.Trim() is { Length: > 0 } line && !line.Contains('\n', StringComparison.Ordinal),
        OutputFormat.BulletList => Lines(text) is { Length: > 0 } lines && lines.All(IsBullet),
        _ => Lines(text) is { Length: > 0 } lines && lines.Select((l, i) => StartsWithNumber(l, i + 1)).All(numbered => numbered),
    };

    private static bool IsJson(string text)
    {
        try
        {
            using JsonDocument document = BoundedJson.Parse(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsBullet(string line) => line.Length > 2 && line[0] is '-' or '*' or '•' && line[1] == ' ';

    private static bool StartsWithNumber(string line, int number)
    {
        string digits = number.ToString(CultureInfo.InvariantCulture);
        return line.Length > digits.Length + 2 && line.StartsWith(digits, StringComparison.Ordinal)
            && line[digits.Length] is '.' or ')' && line[digits.Length + 1] == ' ';
    }
}
