using System.Diagnostics;
using Hir.Shared.Feedback;
using Hir.Shared.Feedback.Commands;
using Hir.Testing;

namespace Hir.Shared.Tests.Feedback;

/// <summary>Commands that behave and commands that do not, each a real process; bash is on every machine that Hir runs on.</summary>
public sealed class CommandFeedbackTests : IDisposable
{
    // Scores an output by its length, a line for a line; "die", "rubbish" and the like do what they say.
    private const string Scorer = """
        while read -r line; do
          id=${line#*\"id\":}; id=${id%%,*}
          output=${line#*\"output\":\"}; output=${output%%\"*}
          case $output in
            die) kill -9 $$ ;;
            killgroup) kill -9 0 ;;
            exit) echo "cannot go on" >&2; exit 3 ;;
            rubbish) echo "Loading model..." ;;
            nan) echo '{"score": NaN}' ;;
            text) echo '{"score": "high"}' ;;
            none) echo '{"score": null, "status": "none", "feedback": "nothing to go by"}' ;;
            twice) echo "{\"id\": $id, \"score\": 1}"; echo "{\"id\": $id, \"score\": 1}" ;;
            silent) ;;
            hang) sleep 600 ;;
            endless) while :; do echo "{\"id\": $id, \"score\": 1, \"feedback\": \"and so on and so on and so on\"}"; done ;;
            wall) head -c 50000000 /dev/zero | tr '\0' 'x' ;;
            child) sleep 611 & echo '{"score": 5}' ;;
            *) echo "{\"score\": ${#output}, \"feedback\": \"length\", \"parts\": {\"length\": {\"value\": ${#output}, \"status\": \"ok\"}}, \"first_error\": 0}" ;;
          esac
        done
        """;

    private static readonly FeedbackRunnerOptions Tolerant = new() { MaxFailureRate = 1, BatchSize = 4, TimeLimit = TimeSpan.FromSeconds(20) };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ScoreAsync_GoodCommand_GivesEachOutputItsAnswer(bool longLived)
    {
        FeedbackResult[] results = await ScoreAsync(longLived, Tolerant, "a", "bbb", "cc", "dddd", "");
        Assert.Equal([1, 3, 2, 4, 0], results.Select(r => r.Score!.Value));
        Assert.All(results, r => Assert.Equal(("length", 0), (r.Text, r.FirstError)));
        Assert.Equal("{\"length\":{\"value\":3,\"status\":\"ok\"}}", results[1].Parts);
    }

    [Theory]
    [InlineData("die", false, "exit code 137")]
    [InlineData("die", true, "exit code 137")]
    [InlineData("killgroup", false, "exit code 137")]
    [InlineData("killgroup", true, "exit code 137")]
    [InlineData("exit", false, "exit code 3: cannot go on")]
    [InlineData("exit", true, "exit code 3 after 0 of 1 answers: cannot go on")]
    [InlineData("rubbish", false, "'Loading model...', which is no answer")]
    [InlineData("rubbish", true, "'Loading model...', which is no answer")]
    [InlineData("nan", false, "the score is NaN")]
    [InlineData("nan", true, "the score is NaN")]
    [InlineData("text", false, "\"high\"")]
    [InlineData("twice", false, "its id is 0, and 1 was asked")]
    [InlineData("silent", false, "0 lines for 1 outputs")]
    [InlineData("endless", false, "was killed")]
    [InlineData("wall", false, "was killed")]
    [InlineData("wall", true, "was killed")]
    public async Task ScoreAsync_OneOutputBreaksTheCommand_FailsAloneAndSaysWhy(string bad, bool longLived, string reason)
    {
        FeedbackResult[] results = await ScoreAsync(longLived, Tolerant, "a", "bbb", bad, "cc", "dddd", "ee");

        Assert.Equal((ScoreStatus.Failed, null), (results[2].Status, results[2].Score));
        Assert.Contains(reason, results[2].Text, StringComparison.Ordinal);
        Assert.Equal([1, 3, 2, 4, 2], results.Where((_, i) => i != 2).Select(r => r.Score!.Value));
    }

    [Fact]
    public async Task ScoreAsync_GoesOnPrintingAfterItsAnswer_HarmsNoOther()
    {
        FeedbackResult[] results = await ScoreAsync(longLived: true, Tolerant with { BatchSize = 1 }, "a", "endless", "cc", "twice", "dddd");
        Assert.Equal([1, 1, 2, 1, 4], results.Select(r => r.Score!.Value));
    }

    [Theory]
    [InlineData(false, "hang")]
    [InlineData(true, "hang")]
    [InlineData(true, "silent")] // without an answer there is nothing to do but wait
    public async Task ScoreAsync_Hangs_TimesOutAlone(bool longLived, string bad)
    {
        FeedbackResult[] results = await ScoreAsync(longLived, Tolerant with { TimeLimit = TimeSpan.FromSeconds(2) }, "a", bad, "cc");
        Assert.Equal([ScoreStatus.Ok, ScoreStatus.Timeout, ScoreStatus.Ok], results.Select(r => r.Status));
    }

    [Fact]
    public async Task ScoreAsync_LineTooMany_NeverBecomesTheNextOnesScore()
    {
        // Answers "twice" with two lines, the second of them late, when the next output is there already.
        File.WriteAllText(_folder.File("late.sh"), """
            while read -r line; do
              id=${line#*\"id\":}; id=${id%%,*}
              echo "{\"id\": $id, \"score\": ${#line}}"
              case $line in *twice*) read -r line; echo "{\"id\": $id, \"score\": -1}" ;; esac
            done
            """);
        using CommandFeedback feedback = new(new() { Run = ["bash", "late.sh"], Folder = _folder.Path, LongLived = true });
        double? right = Assert.Single(await feedback.ScoreAsync([Scored.Output("other")], default)).Score;
        Assert.Equal(right, Assert.Single(await feedback.ScoreAsync([Scored.Output("twice")], default)).Score);
        Assert.Equal(right, Assert.Single(await feedback.ScoreAsync([Scored.Output("other")], default)).Score);
    }

    [Fact]
    public async Task ScoreAsync_LongLived_IsOneProcessForAllCallsAndEndsWithTheFeedback()
    {
        File.WriteAllText(_folder.File("pid.sh"), "while read -r line; do echo \"{\\\"score\\\": $$}\"; done");
        CommandFeedback feedback = new(new() { Run = ["bash", "pid.sh"], Folder = _folder.Path, LongLived = true });
        List<double> ids = [];
        for (int i = 0; i < 3; i++) ids.Add(Assert.Single(await feedback.ScoreAsync([Scored.Output("a")], default)).Score!.Value);

        Assert.Single(ids.Distinct());
        Assert.True(IsRunning((int)ids[0]));
        feedback.Dispose();
        Assert.False(IsRunning((int)ids[0]));
    }

    [Fact]
    public async Task ScoreAsync_ChildSurvives_IsKilledWithTheCommand()
    {
        File.WriteAllText(_folder.File("child.sh"), "sleep 612 & echo \"{\\\"score\\\": $!}\"");
        using CommandFeedback feedback = new(new() { Run = ["bash", "child.sh"], Folder = _folder.Path });
        int child = (int)Assert.Single(await feedback.ScoreAsync([Scored.Output("a")], default)).Score!.Value;
        Assert.False(await StaysAsync(child), $"process {child} still runs");
    }

    [Fact]
    public async Task ScoreAsync_ChildLeavesTheGroupAndHoldsTheOutput_DoesNotHoldUpTheScore()
    {
        File.WriteAllText(_folder.File("daemon.sh"), "setsid sleep 30 & echo \"{\\\"score\\\": $!}\"");
        using CommandFeedback feedback = new(new() { Run = ["bash", "daemon.sh"], Folder = _folder.Path });
        int child = (int)Assert.Single(await feedback.ScoreAsync([Scored.Output("a")], default)).Score!.Value;
        using Process left = Process.GetProcessById(child);
        left.Kill();
    }

    [Fact]
    public async Task ScoreAsync_InputIsNotRead_DoesNotHang()
    {
        File.WriteAllText(_folder.File("blind.sh"), "exec <&-; echo '{\"score\": 1}'");
        using CommandFeedback feedback = new(new() { Run = ["bash", "blind.sh"], Folder = _folder.Path });
        string large = new('x', 4 << 20);
        Assert.Equal(1, Assert.Single(await feedback.ScoreAsync([Scored.Output(large)], default)).Score);
    }

    [Fact]
    public async Task ScoreAsync_AnyText_ReachesTheCommandWhole()
    {
        File.WriteAllText(_folder.File("echo.sh"), "cat > got.jsonl; echo '{\"score\": 1}'");
        using CommandFeedback feedback = new(new() { Run = ["bash", "echo.sh"], Folder = _folder.Path });
        await feedback.ScoreAsync([new("task", "p", "q\n\"\\", "ü\u2028\U0001F600\ud800\0", null)], default);
        Assert.Equal(
            "{\"id\":0,\"task\":\"task\",\"instruction\":\"p\",\"query\":\"q\\n\\\"\\\\\",\"output\":\"ü\\u2028\U0001F600\ufffd\\u0000\",\"target\":null}\n",
            File.ReadAllText(_folder.File("got.jsonl")).Replace("\\uFFFD", "\ufffd", StringComparison.Ordinal)
                .Replace("\\uD83D\\uDE00", "\U0001F600", StringComparison.Ordinal));
    }

    [Fact]
    public void Constructor_ProgramMissing_SaysWhichAndHowToMendIt()
    {
        InputException e = Assert.Throws<InputException>(() => new CommandFeedback(new() { Run = ["pyhton3", "x.py"], Folder = _folder.Path }));
        Assert.Contains("'pyhton3' on the PATH", e.Message, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("score.sh"), "echo");
        e = Assert.Throws<InputException>(() => new CommandFeedback(new() { Run = ["./score.sh"], Folder = _folder.Path }));
        Assert.Contains("chmod +x", e.Message, StringComparison.Ordinal);
    }

    [ProgramFact("python3")]
    public async Task ScoreAsync_PythonOfTheDocumentation_Works()
    {
        string documentation = File.ReadAllText(Path.Combine(SharedFixtures.Root, "docs", "feedback.md"));
        int start = documentation.IndexOf("    import json", StringComparison.Ordinal);
        string[] lines = documentation[start..].Split('\n');
        File.WriteAllLines(
            _folder.File("score.py"), lines.TakeWhile(l => l.Length == 0 || l.StartsWith("    ", StringComparison.Ordinal)).Select(l => l.Length > 4 ? l[4..] : ""));
        foreach (bool longLived in (bool[])[false, true])
        {
            using CommandFeedback feedback = new(new() { Run = ["python3", "score.py"], Folder = _folder.Path, LongLived = longLived });
            IReadOnlyList<FeedbackResult> results = await feedback.ScoreAsync(
                [Scored.Output("please wait"), Scored.Output("no")], default);
            Assert.Equal([1, 0], results.Select(r => r.Score!.Value));
            Assert.Equal("no word of politeness", results[1].Text);
        }
    }

    private static async Task<bool> StaysAsync(int id)
    {
        for (int i = 0; i < 200 && IsRunning(id); i++) await Task.Delay(20);
        return IsRunning(id);
    }

    // A killed process whose parent is gone may wait for the system to take notice.
    private static bool IsRunning(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<FeedbackResult[]> ScoreAsync(bool longLived, FeedbackRunnerOptions options, params string[] outputs)
    {
        await using FeedbackRunner runner = new(Command(longLived), options);
        return [.. await runner.ScoreAsync([.. outputs.Select(o => Scored.Output(o))])];
    }

    private CommandFeedback Command(bool longLived)
    {
        File.WriteAllText(_folder.File("score.sh"), Scorer);
        return new CommandFeedback(new() { Run = ["bash", "score.sh"], Folder = _folder.Path, LongLived = longLived });
    }
}
