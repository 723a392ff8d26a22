using System.Text.Json.Nodes;
using Hir.Shared.Configuration;

namespace Hir.Shared.Feedback.Constraints;

/// <summary>The letters that an output is written in.</summary>
public enum LetterCase
{
    /// <summary>all of it in lower case</summary>
    Lower,

    /// <summary>ALL OF IT IN CAPITALS</summary>
    Upper,

    /// <summary>Each Word Begins With A Capital</summary>
    Title,
}

/// <summary>The form of an output.</summary>
public enum OutputFormat
{
    /// <summary>JSON and nothing else.</summary>
    Json,

    /// <summary>One number and nothing else.</summary>
    Number,

    /// <summary>One line.</summary>
    SingleLine,

    /// <summary>Lines that begin with - or *.</summary>
    BulletList,

    /// <summary>Lines that begin with 1., 2., 3., ….</summary>
    NumberedList,
}

/// <summary>Settings of constraints: each one that is set is a part of the score.</summary>
public sealed record ConstraintsSection : IConfigSection
{
    /// <summary>Words at least.</summary>
    public int? MinWords { get; set; }

    /// <summary>Words at most.</summary>
    public int? MaxWords { get; set; }

    /// <summary>Unicode code points at least.</summary>
    public int? MinCharacters { get; set; }

    /// <summary>Unicode code points at most.</summary>
    public int? MaxCharacters { get; set; }

    /// <summary>Words that must occur, in any case; each is a constraint of its own.</summary>
    public IReadOnlyList<string>? RequiredKeywords { get; set; }

    /// <summary>Words that must not occur, in any case; each is a constraint of its own.</summary>
    public IReadOnlyList<string>? ForbiddenKeywords { get; set; }

    /// <summary>What the output begins with.</summary>
    public string? Prefix { get; set; }

    /// <summary>What the output ends with.</summary>
    public string? Suffix { get; set; }

    /// <summary>The case of its letters.</summary>
    public LetterCase? Case { get; set; }

    /// <summary>Its form.</summary>
    public OutputFormat? Format { get; set; }

    /// <summary>A JSON schema that it fulfils: type, required, properties, enum and items.</summary>
    public JsonObject? JsonSchema { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (MinWords < 1) yield return ("min_words", $"{MinWords} is not allowed: at least 1");
        if (MaxWords < 0) yield return ("max_words", $"{MaxWords} is not allowed: 0 or more");
        if (MinCharacters < 1) yield return ("min_characters", $"{MinCharacters} is not allowed: at least 1");
        if (MaxCharacters < 0) yield return ("max_characters", $"{MaxCharacters} is not allowed: 0 or more");
        if (MinWords > MaxWords) yield return ("min_words", $"{MinWords} is more than max_words ({MaxWords}); no output could have both");
        if (MinCharacters > MaxCharacters)
        {
            yield return ("min_characters", $"{MinCharacters} is more than max_characters ({MaxCharacters}); no output could have both");
        }

        foreach ((string key, IReadOnlyList<string>? words) in
            new[] { ("required_keywords", RequiredKeywords), ("forbidden_keywords", ForbiddenKeywords) })
        {
            if (words?.Any(w => w.Trim().Length == 0) == true) yield return (key, "holds an empty word; leave it out");
            if (words?.Count > words?.Distinct(StringComparer.OrdinalIgnoreCase).Count())
            {
                yield return (key, "names a word twice; once is enough");
            }
        }

        if (RequiredKeywords?.Intersect(ForbiddenKeywords ?? [], StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
        {
            yield return ("forbidden_keywords", $"'{both}' is required too; no output could do both");
        }

        if (Prefix is "") yield return ("prefix", "is empty; write what the output begins with, or leave it out");
        if (Suffix is "") yield return ("suffix", "is empty; write what the output ends with, or leave it out");
        foreach ((string Key, string Problem) problem in JsonSchema is null ? [] : SchemaCheck.Problems(JsonSchema, "json_schema"))
        {
            yield return problem;
        }

        if (ConstraintList.Of(this).Count == 0)
        {
            yield return ("max_words", "missing, as is every other constraint; set at least one, such as max_words: 20");
        }
    }
}
