using System.Text.Json.Nodes;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Shared.Feedback.Constraints;

namespace Hir.Shared.Tests.Feedback;

public sealed class ConstraintsFeedbackTests
{
    [Fact]
    public void ScoreAsync_SomeMet_IsTheirShareAndNamesEach()
    {
        ConstraintsFeedback feedback = new(new()
        {
            MinWords = 2, MaxWords = 4, RequiredKeywords = ["cat", "dog"], ForbiddenKeywords = ["bird"], Suffix = ".",
        });

        FeedbackResult result = Scored.By(feedback, "A Cat and a category. ");

        Assert.Equal(3.0 / 6, result.Score); // met: min_words, cat, no bird
        JsonObject parts = JsonNode.Parse(result.Parts!)!.AsObject();
        Assert.Equal(
            [("min_words", 1), ("max_words", 0), ("required_keywords.cat", 1), ("required_keywords.dog", 0), ("forbidden_keywords.bird", 1), ("suffix", 0)],
            parts.Select(p => (p.Key, (int)p.Value!["value"]!)));
        Assert.All(parts, p => Assert.Equal("ok", (string?)p.Value!["status"]));
        Assert.Equal("use at most 4 words", (string?)parts["max_words"]!["text"]);
        Assert.Equal("do not use the word \"bird\"", (string?)parts["forbidden_keywords.bird"]!["text"]);
    }

    [Theory]
    [InlineData("max_characters: 3", "\U0001F600ab", true)] // code points
    [InlineData("max_characters: 3", "abcd", false)]
    [InlineData("min_characters: 3", "ab", false)]
    [InlineData("prefix: Ja", "Ja, gern", true)]
    [InlineData("prefix: Ja", "ja, gern", false)]
    [InlineData("required_keywords: [cat]", "concatenate", false)]
    [InlineData("required_keywords: ['c++']", "I like C++!", true)]
    [InlineData("case: lower", "all of it 7", true)]
    [InlineData("case: lower", "All of it", false)]
    [InlineData("case: lower", "7", false)]
    [InlineData("case: upper", "ALL OF IT!", true)]
    [InlineData("case: title", "Each (Word) 7 Ok", true)]
    [InlineData("case: title", "Each word", false)]
    [InlineData("format: json", " {\"a\": [1, 2]} ", true)]
    [InlineData("format: json", "{'a': 1}", false)]
    [InlineData("format: json", "Here: {}", false)]
    [InlineData("format: number", "1,234.5", true)]
    [InlineData("format: number", "12 apples", false)]
    [InlineData("format: single_line", "one", true)]
    [InlineData("format: single_line", "one\ntwo", false)]
    [InlineData("format: bullet_list", "- one\n- two\n", true)]
    [InlineData("format: bullet_list", "- one\ntwo", false)]
    [InlineData("format: numbered_list", "1. one\n2. two", true)]
    [InlineData("format: numbered_list", "1. one\n3. two", false)]
    public void ScoreAsync_OneConstraint_IsMetOrNot(string yaml, string output, bool isMet) =>
        Assert.Equal(isMet ? 1 : 0, Scored.By(new ConstraintsFeedback(Bind(yaml).Constraints!), output).Score);

    [Theory]
    [InlineData("{\"name\": \"Ann\", \"age\": 7, \"tags\": [\"a\", \"b\"]}", true)]
    [InlineData("{\"name\": \"Ann\"}", false)] // age is required
    [InlineData("{\"name\": \"Ann\", \"age\": 7.5}", false)]
    [InlineData("{\"name\": \"Ann\", \"age\": 7.0}", true)]
    [InlineData("{\"name\": \"Eve\", \"age\": 7}", false)] // not in the enum
    [InlineData("{\"name\": \"Ann\", \"age\": 7, \"tags\": [\"a\", 1]}", false)]
    [InlineData("{\"name\": \"Ann\", \"age\": 7, \"more\": null}", true)]
    [InlineData("[]", false)]
    [InlineData("null", false)]
    [InlineData("{", false)]
    public void ScoreAsync_Schema_IsChecked(string output, bool isMet)
    {
        ConstraintsSection settings = Bind("""
            json_schema:
              type: object
              required: [name, age]
              properties:
                name: { enum: [Ann, Bob] }
                age: { type: integer }
                tags: { type: array, items: { type: string } }
            """).Constraints!;
        Assert.Equal(isMet ? 1 : 0, Scored.By(new ConstraintsFeedback(settings), output).Score);
    }

    [Theory]
    [InlineData("json_schema: { enum: [1, '1', null, true] }", "1", true)]
    [InlineData("json_schema: { enum: ['1'] }", "1", false)] // a text is no number
    [InlineData("json_schema: { enum: [1] }", "1.0", true)]
    [InlineData("json_schema: { type: [string, 'null'] }", "null", true)]
    public void ScoreAsync_SchemaValues_KeepTheirTypes(string yaml, string output, bool isMet) =>
        Assert.Equal(isMet ? 1 : 0, Scored.By(new ConstraintsFeedback(Bind(yaml).Constraints!), output).Score);

    [Theory]
    [InlineData("min_words: 5\nmax_words: 3", "min_words", "max_words")]
    [InlineData("required_keywords: [a]\nforbidden_keywords: [A]", "forbidden_keywords", "'a'")]
    [InlineData("json_schema: { typ: object }", "json_schema.typ", "Did you mean \"type\"?")]
    [InlineData("json_schema: { properties: { a: { type: text } } }", "json_schema.properties.a.type", "boolean")]
    [InlineData("json_schema: { items: 3 }", "json_schema.items", "group of keys")]
    [InlineData("case: camel", "constraints.case", "lower, upper, title")]
    public void Bind_ImpossibleSettings_AreNamedByTheirKey(string yaml, string key, string text)
    {
        InputException e = Assert.Throws<InputException>(() => Bind(yaml));
        Assert.Contains(e.Problems, p => p.Contains(key, StringComparison.Ordinal) && p.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void Problems_NoConstraint_AskForOne() =>
        Assert.Contains("at least one", Assert.Single(new ConstraintsSection().Problems()).Problem, StringComparison.Ordinal);

    private static FeedbackSection Bind(string yaml)
    {
        string indented = string.Join('\n', yaml.Split('\n').Select(l => "    " + l));
        string text = $"model: base\ntasks: [word_sorting]\nfeedback:\n  kind: constraints\n  constraints:\n{indented}\n";
        return ConfigBinder.Bind<RunConfig>(ConfigSource.Parse(text, "run.yaml", "/")).Feedback;
    }
}
