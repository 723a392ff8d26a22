using Hir.Shared.Feedback;
using Hir.Shared.Feedback.CodeTests;
using Hir.Testing;

namespace Hir.Shared.Tests.Feedback;

/// <summary>Generated code of all kinds. The "code" is bash, and the target tests it by calling it.</summary>
public sealed class CodeTestsFeedbackTests : IDisposable
{
    private static readonly CodeTestsSection Bash = new() { Run = ["bash", "tests.sh"], OutputFile = "solution.sh", TargetFile = "tests.sh", Seconds = 20 };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("echo $(( $1 + $2 ))", 1)]
    [InlineData("Here it is:\n```bash\necho $(( $1 + $2 ))\n```\nDone.", 1)]
    [InlineData("```\necho 7\n```\nNo, better:\n```\necho $(( $1 + $2 ))", 1)] // the last block, never closed
    [InlineData("echo $(( $1 - $2 ))", 0)]
    [InlineData("kill -9 $$", 0)]
    [InlineData("if", 0)] // does not parse
    [InlineData("", 0)]
    public void ScoreAsync_Code_PassesOrFailsItsTests(string output, double expected)
    {
        FeedbackResult result = Score(Bash, output, "[ \"$(bash solution.sh 2 3)\" = 5 ]");
        Assert.Equal((ScoreStatus.Ok, expected), (result.Status, result.Score));
    }

    [Theory]
    [InlineData("echo log; echo '{\"passed\": 3, \"total\": 4}'; exit 1", ScoreStatus.Ok, 0.75)]
    [InlineData("echo '{\"score\": 0.25, \"feedback\": \"slow\"}'", ScoreStatus.Ok, 0.25)]
    [InlineData("echo '{\"passed\": 1, \"total\": 1}'; kill -9 $$", ScoreStatus.Ok, 0.0)] // what died has passed nothing
    [InlineData("echo '{\"passed\": 5, \"total\": 4}'", ScoreStatus.Failed, null)]
    [InlineData("echo '{\"passed\": 5, '", ScoreStatus.Failed, null)]
    [InlineData("echo '{\"score\": \"high\"}'", ScoreStatus.Failed, null)]
    [InlineData("echo '{\"time\": 3}'; exit 1", ScoreStatus.Ok, 0.0)] // says nothing of the score: the exit code does
    public void ScoreAsync_LastLineIsJson_GradesTheCode(string tests, ScoreStatus status, double? expected)
    {
        FeedbackResult result = Score(Bash, "true", tests);
        Assert.Equal((status, expected), (result.Status, result.Score));
    }

    [Fact]
    public void ScoreAsync_CodeWithoutEnd_IsKilledWithItsChildren()
    {
        string pid = _folder.File("pid");
        FeedbackResult result = Score(Bash with { Seconds = 1 }, $"sleep 613 & echo $! > {pid}; sleep 613", "bash solution.sh");
        Assert.Equal((ScoreStatus.Timeout, null), (result.Status, result.Score));
        Assert.Contains("longer than 1 s", result.Text, StringComparison.Ordinal);
        Assert.False(File.Exists($"/proc/{File.ReadAllText(pid).Trim()}/cmdline")
            && File.ReadAllText($"/proc/{File.ReadAllText(pid).Trim()}/cmdline").Contains("613", StringComparison.Ordinal));
    }

    [Fact]
    public void ScoreAsync_TimeoutIsWrong_ScoresZero() =>
        Assert.Equal(0, Score(Bash with { Seconds = 0.5, TimeoutIsWrong = true }, "sleep 614", "bash solution.sh").Score);

    [Fact]
    public void ScoreAsync_EndlessPrinting_IsKilledAndWrong()
    {
        FeedbackResult result = Score(Bash with { MaxOutputBytes = 1000 }, "yes", "bash solution.sh");
        Assert.Equal(0, result.Score);
        Assert.Contains("1000 bytes", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreAsync_Environment_HoldsNoSecretAndTheFolderIsTheCodesOwn()
    {
        Environment.SetEnvironmentVariable("HIR_TEST_SECRET", "s3cret");
        string seen = _folder.File("seen");
        Score(Bash, $"env > {seen}; ls >> {seen}; pwd >> {seen}", "bash solution.sh");

        string text = File.ReadAllText(seen);
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
        Assert.Contains("request.json\nsolution.sh\ntests.sh\n", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(text.TrimEnd().Split('\n')[^1]));
    }

    [Fact]
    public void ScoreAsync_FolderPlaceholder_IsTheConfigurationsFolder()
    {
        File.WriteAllText(_folder.File("check.sh"), "grep -q '\"query\":\"q\"' request.json && [ ! -e tests.sh ] && grep -q good solution.sh");
        CodeTestsSection settings = Bash with { Run = ["bash", "{folder}/check.sh"], Folder = _folder.Path };
        Assert.Equal(1, Scored.By(new CodeTestsFeedback(settings), "good").Score);
        Assert.Equal(0, Scored.By(new CodeTestsFeedback(settings), "bad").Score);
    }

    [ProgramFact("python3")]
    public void ScoreAsync_Python_Works()
    {
        CodeTestsFeedback feedback = new(new CodeTestsSection { Run = ["python3", "tests.py"], Seconds = 60 });
        const string Tests = "from solution import add\nassert add(2, 3) == 5\nassert add(-1, 1) == 0\n";
        Assert.Equal(1, Scored.By(feedback, "```python\ndef add(a, b):\n    return a + b\n```", Tests).Score);
        FeedbackResult wrong = Scored.By(feedback, "def add(a, b):\n    return a - b", Tests);
        Assert.Equal(0, wrong.Score);
        Assert.Contains("AssertionError", wrong.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x", "tests.py", "output_file")]
    [InlineData("a.py", "a.py", "target_file")]
    [InlineData("request.json", "tests.py", "output_file")]
    public void Problems_FileNames_AreChecked(string output, string target, string key) =>
        Assert.Contains(key, new CodeTestsSection { Run = ["bash"], OutputFile = output, TargetFile = target }.Problems().Select(p => p.Key));

    private static FeedbackResult Score(CodeTestsSection settings, string output, string tests) =>
        Scored.By(new CodeTestsFeedback(settings), output, tests);
}
