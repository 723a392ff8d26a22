using Hir.Shared.Configuration;
using Hir.Shared.Feedback.Commands;

namespace Hir.Shared.Feedback.CodeTests;

/// <summary>Which part of an output is code.</summary>
public enum CodePart
{
    /// <summary>The last block between ``` lines, or all of it where there is none.</summary>
    CodeBlock,

    /// <summary>All of it.</summary>
    Whole,
}

/// <summary>Settings of code_tests.</summary>
public sealed record CodeTestsSection : IConfigSection
{
    /// <summary>
    /// The program and its arguments, such as [python3, tests.py]; no shell reads them. {folder} in an argument is <see cref="Folder"/>,
    /// the working folder is an empty one with the files below.
    /// </summary>
    public IReadOnlyList<string> Run { get; set; } = [];

    /// <summary>What {folder} stands for; by default the configuration file's folder.</summary>
    public string? Folder { get; set; }

    /// <summary>The file that the generated code is written to.</summary>
    public string OutputFile { get; set; } = "solution.py";

    /// <summary>The file that the target is written to, where there is one.</summary>
    public string TargetFile { get; set; } = "tests.py";

    /// <summary>Which part of an output is code.</summary>
    public CodePart Extract { get; set; } = CodePart.CodeBlock;

    /// <summary>The program is killed, with all that it started, after so many seconds.</summary>
    public double Seconds { get; set; } = 10;

    /// <summary>Whether that is a wrong answer (score 0) instead of the status timeout: endless code, not a slow machine.</summary>
    public bool TimeoutIsWrong { get; set; }

    /// <summary>The program is killed when it prints more bytes; that is a wrong answer.</summary>
    public int MaxOutputBytes { get; set; } = 1 << 20;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        foreach ((string Key, string Problem) problem in CommandRules.Problems(Run, "[python3, tests.py]")) yield return problem;
        if (Seconds is <= 0 or > FeedbackRunnerOptions.LongestSeconds) yield return ("seconds", Rules.Number(Seconds, "above 0"));
        if (MaxOutputBytes < 1) yield return ("max_output_bytes", $"{MaxOutputBytes} is not allowed: at least 1");
        foreach ((string key, string file) in new[] { ("output_file", OutputFile), ("target_file", TargetFile) })
        {
            if (file.Length == 0 || file is "." or ".." || file.AsSpan().IndexOfAny("/\\\0") >= 0)
            {
                yield return (key, $"'{file}' is not a file's name; leave out slashes");
            }
            else if (file == CodeTestsFeedback.RequestFile)
            {
                yield return (key, $"{file} is the file that holds the query; take another name");
            }
        }

        if (OutputFile == TargetFile) yield return ("target_file", $"is {TargetFile}, as output_file is; give them two names");
    }
}
