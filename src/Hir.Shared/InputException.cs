namespace Hir.Shared;

/// <summary>
/// The user's input, usage or configuration is wrong: the program ends with exit code 2. Carries every problem found, each a sentence that names
/// the file, line or key, the value, the rule and the mend.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Creates it from one problem.</summary>
    public InputException(string problem) : this([problem])
    {
    }

    /// <summary>Creates it from one problem and what caused it.</summary>
    public InputException(string problem, Exception inner) : base(problem, inner) => Problems = [problem];

    /// <summary>Creates it from all the problems found.</summary>
    public InputException(IReadOnlyList<string> problems) : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>The problems, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
