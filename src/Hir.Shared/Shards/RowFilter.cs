using System.Globalization;
using System.Text.RegularExpressions;
using Hir.Shared.Feedback;

namespace Hir.Shared.Shards;

/// <summary>
/// A filter over rows: comparisons joined by `and`, such as <c>task = word_sorting and iteration >= 2 and score >= 0.5</c>. A value with
/// blanks or with `and` in it stands in quotes; <c>in (a, b)</c> names several.
/// </summary>
public sealed partial class RowFilter
{
    private static readonly Dictionary<string, Func<ShardRow, object?>> Columns = new(StringComparer.Ordinal)
    {
        ["sample_id"] = r => r.SampleId,
        ["iteration"] = r => (double)r.Iteration,
        ["task"] = r => r.Task,
        ["query_id"] = r => r.QueryId,
        ["sample_index"] = r => (double)r.SampleIndex,
        ["instruction"] = r => r.Instruction,
        ["query"] = r => r.Query,
        ["output"] = r => r.Output,
        ["target"] = r => r.Target,
        ["finish_reason"] = r => r.FinishReason,
        ["model_version"] = r => (double)r.ModelVersion,
        ["model_fingerprint"] = r => r.ModelFingerprint,
        ["temperature"] = r => r.Temperature,
        ["top_p"] = r => r.TopP,
        ["top_k"] = r => (double)r.TopK,
        ["score"] = r => r.Score,
        ["score_status"] = r => ShardSchema.NameOf(r.ScoreStatus),
        ["feedback"] = r => r.Feedback,
        ["first_error"] = r => (double?)r.FirstError,
        ["relabeled_instruction"] = r => r.RelabeledInstruction,
        ["contrast_instruction"] = r => r.ContrastInstruction,
        ["is_success"] = r => r.IsSuccess is { } success ? (success ? "true" : "false") : null,
    };

    // Short for the column that has the longer name.
    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["version"] = "model_version",
        ["status"] = "score_status",
    };

    private static readonly string[] Numbers =
        ["iteration", "sample_index", "model_version", "temperature", "top_p", "top_k", "score", "first_error"];

    // Another word would pass no row, or each, without anybody noticing.
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["score_status"] = [.. Enum.GetValues<ScoreStatus>().Select(ShardSchema.NameOf)],
        ["is_success"] = ["true", "false"],
    };

    private readonly List<Func<ShardRow, bool>> _terms = [];

    private RowFilter()
    {
    }

    /// <summary>The columns that can be compared, with the short names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Columns.Keys, .. Short.Select(s => $"{s.Key} (short for {s.Value})")];

    /// <summary>Whether a row passes. A null value passes no comparison but <c>!=</c>.</summary>
    public bool Passes(ShardRow row) => _terms.TrueForAll(t => t(row));

    /// <summary>Reads a filter.</summary>
    /// <exception cref="InputException">Lists every term that is no comparison of a known column.</exception>
    public static RowFilter Parse(string text)
    {
        var filter = new RowFilter();
        var problems = new List<string>();
        foreach (string term in Terms(text))
        {
            Match match = Comparison().Match(term);
            if (!match.Success)
            {
                problems.Add($"--where: '{term}' is not a comparison; write such as: task = word_sorting and score >= 0.5");
                continue;
            }

            string given = match.Groups["column"].Value;
            string column = Short.GetValueOrDefault(given, given);
            if (!Columns.TryGetValue(column, out Func<ShardRow, object?>? read))
            {
                problems.Add($"--where: '{given}' is not a column that can be compared; known: {string.Join(", ", Names)}");
                continue;
            }

            bool isList = match.Groups["list"].Success;
            string[] values = isList
                ? [.. Item().Matches(match.Groups["list"].Value).Select(m => Plain(m.Value)).Where(v => v.Length > 0)]
                : [Plain(match.Groups["value"].Value)];
            problems.AddRange(values.Select(v => Problem(column, v)).OfType<string>().Select(p => $"--where: '{given}' {p}"));
            string operation = isList ? "=" : match.Groups["operation"].Value;
            filter._terms.Add(row => values.Any(v => Compare(read(row), operation, v)));
        }

        return problems.Count == 0 ? filter : throw new InputException(problems);
    }

    // At each `and` that stands outside of quotes.
    private static List<string> Terms(string text)
    {
        List<string> terms = [];
        int start = 0;
        foreach (Match match in QuotedOrAnd().Matches(text))
        {
            if (match.Value[0] is '\'' or '"') continue;
            terms.Add(text[start..match.Index]);
            start = match.Index + match.Length;
        }

        terms.Add(text[start..]);
        return terms;
    }

    private static string Plain(string value) => value.Trim().Trim('\'', '"');

    private static string? Problem(string column, string value)
    {
        if (Numbers.Contains(column) && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return $"is compared with '{value}', which is not a number; write such as: {column} >= 1";
        return Words.TryGetValue(column, out string[]? words) && !words.Contains(value)
            ? $"is compared with '{value}', which it never is; it is one of {string.Join(", ", words)}"
            : null;
    }

    private static bool Compare(object? actual, string operation, string wanted)
    {
        if (actual is null) return operation == "!=";
        int order = actual is double number && double.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out double w)
            ? number.CompareTo(w)
            : string.CompareOrdinal(Convert.ToString(actual, CultureInfo.InvariantCulture), wanted);
        return operation switch
        {
            "=" or "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    // A quote that begins a value: one within a word, as in "don't", is a character of it.
    [GeneratedRegex("""(?<=[=<>(,]\s*)(?:'[^']*'|"[^"]*")|\s+and\s+""", RegexOptions.IgnoreCase)]
    private static partial Regex QuotedOrAnd();

    [GeneratedRegex("""\s*(?:'[^']*'|"[^"]*"|[^,]+)""")]
    private static partial Regex Item();

    [GeneratedRegex(
        @"^\s*(?<column>\w+)\s*(?:(?<operation>==|!=|<=|>=|=|<|>)\s*(?<value>.+?)|\s[iI][nN]\s*\((?<list>.+)\))\s*$",
        RegexOptions.Singleline)]
    private static partial Regex Comparison();
}
