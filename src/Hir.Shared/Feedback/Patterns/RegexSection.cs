using System.Text.RegularExpressions;
using Hir.Shared.Configuration;

namespace Hir.Shared.Feedback.Patterns;

/// <summary>How much of an output a pattern must match.</summary>
public enum RegexMatch
{
    /// <summary>A part.</summary>
    Partial,

    /// <summary>All of it.</summary>
    Full,
}

/// <summary>Settings of regex.</summary>
public sealed record RegexSection : IConfigSection
{
    /// <summary>The pattern, in .NET's regular expressions.</summary>
    public string Pattern { get; set; } = "";

    /// <summary>How much of the output it must match.</summary>
    public RegexMatch Match { get; set; } = RegexMatch.Partial;

    /// <summary>Whether upper and lower case are the same.</summary>
    public bool IgnoreCase { get; set; }

    /// <summary>
    /// Whether what the last match captured must be the target, as exact_match compares: the group called answer, or else the first one.
    /// </summary>
    public bool CompareTarget { get; set; }

    /// <summary>The longest that one output may take; some patterns take for ever on some texts.</summary>
    public double MatchSeconds { get; set; } = 1;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (MatchSeconds is <= 0 or > FeedbackRunnerOptions.LongestSeconds)
        {
            yield return ("match_seconds", Rules.Number(MatchSeconds, "above 0"));
            yield break;
        }

        if (Pattern.Length == 0)
        {
            yield return ("pattern", "missing; write a regular expression, such as \"answer is (\\d+)\"");
            yield break;
        }

        Regex? regex = null;
        string? broken = null;
        try
        {
            regex = ToRegex();
        }
        catch (ArgumentException e)
        {
            broken = e.Message;
        }

        if (broken is not null) yield return ("pattern", $"is no regular expression: {broken}");
        else if (CompareTarget && regex!.GetGroupNumbers().Length < 2)
        {
            yield return ("pattern", "captures nothing that compare_target could compare; put the answer in parentheses");
        }
    }

    internal Regex ToRegex() => new(
        Match == RegexMatch.Full ? $@"\A(?:{Pattern})\z" : Pattern,
        RegexOptions.CultureInvariant | (IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None),
        TimeSpan.FromSeconds(MatchSeconds));
}
