using System.Globalization;
using System.Text;

namespace Hir.Shared;

/// <summary>
/// The user's input, usage or configuration is wrong: the program ends with exit code 2. Carries every problem found, each a sentence that
/// names the file, line or key, the value, the rule and the mend. What it quotes from files is made safe to show: a terminal obeys control
/// characters.
/// </summary>
public sealed class InputException : Exception
{
    // A file can be wrong in every line: nobody reads more than this of it, nor sentences of more characters.
    private const int MostProblems = 200;
    private const int LongestProblem = 2000;

    /// <summary>Creates it from one problem.</summary>
    public InputException(string problem) : base(Shown(problem)) => Problems = [Message];

    /// <summary>Creates it from all the problems found.</summary>
    public InputException(IReadOnlyList<string> problems) : base(string.Join(Environment.NewLine, Shown(problems))) =>
        Problems = Shown(problems);

    /// <summary>Creates it from one problem and what caused it.</summary>
    public InputException(string problem, Exception inner) : base(Shown(problem), inner) => Problems = [Message];

    /// <summary>Throws if there is a problem.</summary>
    public static void ThrowIfAny(IEnumerable<string> problems)
    {
        string[] all = [.. problems];
        if (all.Length > 0) throw new InputException(all);
    }

    /// <summary>The problems, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string[] Shown(IReadOnlyList<string> problems) => problems.Count <= MostProblems
        ? [.. problems.Select(Shown)]
        : [.. problems.Take(MostProblems).Select(Shown), $"And {problems.Count - MostProblems} more problems."];

    private static string Shown(string problem)
    {
        if (problem.Length > LongestProblem) problem = $"{problem[..(LongestProblem / 2)]} … {problem[^(LongestProblem / 2)..]}";
        if (!problem.Any(IsUnsafe)) return problem;
        StringBuilder text = new();
        foreach (char c in problem)
        {
            text.Append(IsUnsafe(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString());
        }

        return text.ToString();
    }

    // Beside control characters, those that turn the direction of what follows.
    private static bool IsUnsafe(char c) =>
        char.IsControl(c) && c is not ('\n' or '\r' or '\t') || c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';
}
