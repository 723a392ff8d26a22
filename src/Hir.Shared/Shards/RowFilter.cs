using System.Globalization;
using System.Text.RegularExpressions;

namespace Hir.Shared.Shards;

/// <summary>A filter over rows: comparisons joined by `and`, such as <c>task = word_sorting and iteration >= 2 and score >= 0.5</c>.</summary>
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
        ["output"] = r => r.Output,
        ["target"] = r => r.Target,
        ["finish_reason"] = r => r.FinishReason,
        ["model_version"] = r => (double)r.ModelVersion,
        ["model_fingerprint"] = r => r.ModelFingerprint,
        ["temperature"] = r => r.Temperature,
        ["score"] = r => r.Score,
        ["score_status"] = r => ShardSchema.NameOf(r.ScoreStatus),
        ["is_success"] = r => r.IsSuccess is { } success ? (success ? "true" : "false") : null,
    };

    private static readonly string[] Numbers = ["iteration", "sample_index", "model_version", "temperature", "score"];

    private readonly List<Func<ShardRow, bool>> _terms = [];

    private RowFilter()
    {
    }

    /// <summary>Whether a row passes. A null value passes no comparison but <c>!=</c>.</summary>
    public bool Passes(ShardRow row) => _terms.TrueForAll(t => t(row));

    /// <summary>Reads a filter.</summary>
    /// <exception cref="InputException">Lists every term that is no comparison of a known column.</exception>
    public static RowFilter Parse(string text)
    {
        var filter = new RowFilter();
        var problems = new List<string>();
        foreach (string term in And().Split(text))
        {
            Match match = Comparison().Match(term);
            if (!match.Success)
            {
                problems.Add($"--where: '{term}' is not a comparison; write such as: task = word_sorting and score >= 0.5");
                continue;
            }

            string column = match.Groups["column"].Value;
            string operation = match.Groups["operation"].Value;
            string value = match.Groups["value"].Value.Trim('\'', '"');
            if (!Columns.TryGetValue(column, out Func<ShardRow, object?>? read))
            {
                problems.Add($"--where: '{column}' is not a column that can be compared; known: {string.Join(", ", Columns.Keys)}");
                continue;
            }

            if (Numbers.Contains(column) && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                problems.Add($"--where: '{column}' is compared with '{value}', which is not a number; write such as: {column} >= 1");
                continue;
            }

            filter._terms.Add(row => Compare(read(row), operation, value));
        }

        return problems.Count == 0 ? filter : throw new InputException(problems);
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

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase)]
    private static partial Regex And();

    [GeneratedRegex(@"^\s*(?<column>\w+)\s*(?<operation>==|!=|<=|>=|=|<|>)\s*(?<value>.+?)\s*$")]
    private static partial Regex Comparison();
}
