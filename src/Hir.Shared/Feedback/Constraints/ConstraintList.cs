using System.Text.Json.Nodes;
using Hir.Shared.Feedback.Overlap;

namespace Hir.Shared.Feedback.Constraints;

/// <summary>The constraints that settings ask for, in the order of the settings.</summary>
internal static class ConstraintList
{
    public static IReadOnlyList<Constraint> Of(ConstraintsSection settings)
    {
        List<Constraint> list = [];
        if (settings.MinWords is { } minWords)
        {
            list.Add(new("min_words", $"use at least {Count(minWords, "word")}", o => Words.Of(o).Count >= minWords));
        }

        if (settings.MaxWords is { } maxWords)
        {
            list.Add(new("max_words", $"use at most {Count(maxWords, "word")}", o => Words.Of(o).Count <= maxWords));
        }

        if (settings.MinCharacters is { } minLength)
        {
            list.Add(new("min_characters", $"use at least {Count(minLength, "character")}", o => FirstError.Length(o) >= minLength));
        }

        if (settings.MaxCharacters is { } maxLength)
        {
            list.Add(new("max_characters", $"use at most {Count(maxLength, "character")}", o => FirstError.Length(o) <= maxLength));
        }

        foreach (string word in settings.RequiredKeywords ?? [])
        {
            list.Add(new($"required_keywords.{word}", $"use the word \"{word}\"", o => TextSearch.HasWords(o, word)));
        }

        foreach (string word in settings.ForbiddenKeywords ?? [])
        {
            list.Add(new($"forbidden_keywords.{word}", $"do not use the word \"{word}\"", o => !TextSearch.HasWords(o, word)));
        }

        if (settings.Prefix is { Length: > 0 } prefix)
        {
            list.Add(new("prefix", $"begin with \"{prefix}\"", o => o.StartsWith(prefix, StringComparison.Ordinal)));
        }

        if (settings.Suffix is { Length: > 0 } suffix)
        {
            list.Add(new("suffix", $"end with \"{suffix}\"", o => o.EndsWith(suffix, StringComparison.Ordinal)));
        }

        if (settings.Case is { } letters) list.Add(new("case", CaseText(letters), o => Forms.IsIn(letters, o)));
        if (settings.Format is { } format) list.Add(new("format", FormatText(format), o => Forms.Is(format, o)));
        if (settings.JsonSchema is { } schema) list.Add(new("json_schema", SchemaText(schema), o => SchemaCheck.IsMet(schema, o)));
        return list;
    }

    private static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";

    private static string CaseText(LetterCase letters) => letters switch
    {
        LetterCase.Lower => "write in lower case",
        LetterCase.Upper => "write in capital letters",
        _ => "begin each word with a capital letter",
    };

    private static string FormatText(OutputFormat format) => format switch
    {
        OutputFormat.Json => "write JSON",
        OutputFormat.Number => "write one number and nothing else",
        OutputFormat.SingleLine => "write one line",
        OutputFormat.BulletList => "write a list of bullet points",
        _ => "write a numbered list",
    };

    private static string SchemaText(JsonObject schema) => $"write JSON of the schema {schema.ToJsonString(Json.Plain)}";
}
