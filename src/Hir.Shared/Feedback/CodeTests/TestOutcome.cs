using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hir.Shared.Feedback.Processes;
using Hir.Shared.JsonLines;

namespace Hir.Shared.Feedback.CodeTests;

/// <summary>What tests say: the exit code, or the last line where it is JSON.</summary>
internal static class TestOutcome
{
    public static FeedbackResult Of(ProgramRun run)
    {
        string? last = Encoding.UTF8.GetString(run.Output).Split('\n').LastOrDefault(l => !string.IsNullOrWhiteSpace(l));
        // Code that was killed, by itself or by the system, has passed nothing, whatever it printed before.
        if (run.ExitCode < 128 && last is not null && Graded(last.Trim()) is { } graded) return graded;
        return run.ExitCode == 0 ? FeedbackResult.Ok(1) : FeedbackResult.Ok(0, run.Ending);
    }

    private static FeedbackResult? Graded(string line)
    {
        if (line[0] != '{') return null;
        try
        {
            if (BoundedJson.ParseNode(line) is not JsonObject result) return null;
            string? text = result.Text("feedback");
            if (result.Number("score") is { } score) return FeedbackResult.Ok(score, text);
            if (result.Number("passed") is not { } passed || result.Number("total") is not { } total) return null;
            return total > 0 && passed >= 0 && passed <= total
                ? FeedbackResult.Ok(passed / total, text)
                : FeedbackResult.Failed(FormattableString.Invariant($"the tests say that {passed} of {total} passed"));
        }
        catch (Exception e) when (e is JsonException or LineException)
        {
            return FeedbackResult.Failed($"the tests ended with '{Shown.Start(line)}', which is no result: {e.Message}");
        }
    }
}
