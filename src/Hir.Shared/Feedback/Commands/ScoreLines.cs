using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hir.Shared.JsonLines;

namespace Hir.Shared.Feedback.Commands;

/// <summary>The lines that pass between Hir and a command: an output to score a line, a score a line.</summary>
internal static partial class ScoreLines
{
    private const string Id = "id";

    /// <summary>Bytes that an answer may have: words of feedback, not books.</summary>
    public const int Longest = 1 << 20;

    /// <summary>The outputs as lines of JSON.</summary>
    /// <param name="requests">The outputs.</param>
    /// <param name="firstId">The number of the first one; each has the next.</param>
    public static byte[] Write(IReadOnlyList<FeedbackRequest> requests, long firstId)
    {
        StringBuilder lines = new();
        for (int i = 0; i < requests.Count; i++)
        {
            JsonObject line = ToJson(requests[i]);
            line.Insert(0, Id, firstId + i);
            lines.Append(line.ToJsonString(Json.Plain)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    /// <summary>Reads the answers to <see cref="Write"/>.</summary>
    /// <exception cref="InvalidDataException">A line is no answer, or one to another output.</exception>
    public static FeedbackResult[] Read(IReadOnlyList<string> lines, long firstId) =>
        [.. lines.Select((line, i) => Read(line, firstId + i))];

    /// <summary>An output with all that is known of it; target is null where it is not.</summary>
    public static JsonObject ToJson(FeedbackRequest request) => new()
    {
        ["task"] = request.Task,
        ["instruction"] = request.Instruction,
        ["query"] = request.Query,
        ["output"] = request.Output,
        ["target"] = request.Target,
    };

    /// <summary>
    /// Reads an answer: score, and optionally id, status (ok, failed, timeout, none), feedback, parts and first_error. A score that is no
    /// number is a failure of its output.
    /// </summary>
    private static FeedbackResult Read(string line, long id)
    {
        try
        {
            if (BoundedJson.ParseNode(line) is not JsonObject answer)
            {
                throw new LineException("it is no JSON object");
            }

            if (answer.Number(Id) is { } given && given != id) throw new LineException($"its id is {given}, and {id} was asked");
            return Read(answer);
        }
        catch (JsonException) when (NotANumber().Match(line) is { Success: true } match)
        {
            // Python and others write these words, which are no JSON.
            return FeedbackResult.Failed($"the score is {match.Groups["score"].Value}");
        }
        catch (Exception e) when (e is JsonException or LineException)
        {
            throw new InvalidDataException(
                $"the command printed '{Shown.Start(line)}', which is no answer such as {{\"score\": 1}}: {e.Message}", e);
        }
    }

    private static FeedbackResult Read(JsonObject answer)
    {
        double? score = answer.Number("score");
        string? text = answer.Text("feedback");
        ScoreStatus status = answer.Text("status") switch
        {
            null => score is null ? throw new LineException("it has no score") : ScoreStatus.Ok,
            "ok" when score is null => throw new LineException("it has no score"),
            "ok" => ScoreStatus.Ok,
            "failed" => ScoreStatus.Failed,
            "timeout" => ScoreStatus.Timeout,
            "none" => ScoreStatus.None,
            var other => throw new LineException($"\"status\" is \"{other}\": ok, failed, timeout and none are known"),
        };
        double? first = answer.Number("first_error");
        if (first is { } at && (at is < 0 or > int.MaxValue || at != Math.Floor(at)))
        {
            throw new LineException($"\"first_error\" is {answer["first_error"]!.ToJsonString()}, and must be a whole number from 0");
        }

        string? parts = answer["parts"] switch
        {
            null => null,
            JsonObject map => map.ToJsonString(Json.Plain),
            _ => throw new LineException("\"parts\" is no JSON object"),
        };
        return new FeedbackResult(status, status == ScoreStatus.Ok ? score : null, text, parts) { FirstError = (int?)first };
    }

    [GeneratedRegex(@"""score""\s*:\s*(?<score>NaN|-?Infinity)\b")]
    private static partial Regex NotANumber();
}
