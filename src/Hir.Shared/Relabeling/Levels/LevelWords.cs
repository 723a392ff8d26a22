using System.Globalization;

namespace Hir.Shared.Relabeling.Levels;

/// <summary>Rules on the words of levels, which graded and quantile share.</summary>
internal static class LevelWords
{
    /// <summary>A number in a template.</summary>
    public static string Fill(string wording, string slot, double value) =>
        wording.Replace(slot, value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>What is wrong with words.</summary>
    /// <param name="words">The configured words, or none for those of the template.</param>
    /// <param name="levels">How many levels there are.</param>
    /// <param name="wording">The template.</param>
    /// <param name="slot">What it must hold.</param>
    public static IEnumerable<(string Key, string Problem)> Problems(IReadOnlyList<string> words, int levels, string wording, string slot)
    {
        if (words.Count > 0 && words.Count != levels)
        {
            yield return ("words", $"has {words.Count} instructions for {levels} levels; give one a level, the top's first, or none");
        }

        if (words.Any(string.IsNullOrWhiteSpace)) yield return ("words", "holds an empty instruction; write what a level asks for");
        if (!wording.Contains(slot, StringComparison.Ordinal))
        {
            yield return ("wording", $"'{wording}' lacks {slot}, which tells levels apart");
        }
    }
}
