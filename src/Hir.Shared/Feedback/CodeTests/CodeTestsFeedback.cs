using System.Text;
using Hir.Shared.Feedback.Commands;
using Hir.Shared.Feedback.Processes;

namespace Hir.Shared.Feedback.CodeTests;

/// <summary>
/// Runs tests on generated code: the code and the target lie as files in a folder of their own, an external command runs there, and exit
/// code 0 is right. A last line that it prints as JSON grades it: {"passed": 3, "total": 5} or {"score": 0.6}. The command sees no more of
/// the environment than it needs, and is killed at the limit with all that it started; that bounds mistakes and is no sandbox.
/// </summary>
public sealed class CodeTestsFeedback : IFeedback
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "code_tests";

    /// <summary>Holds the query, the instruction and the task of the output, its whole text, and the target, as JSON.</summary>
    public const string RequestFile = "request.json";

    private const string FolderPlace = "{folder}";

    // The program is killed by its own group's timer too, should this process be gone by then.
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    private readonly CodeTestsSection _settings;
    private readonly IReadOnlyList<string> _run;

    /// <summary>Creates it.</summary>
    /// <param name="settings">With a folder.</param>
    /// <exception cref="InputException">There is no such program.</exception>
    public CodeTestsFeedback(CodeTestsSection settings)
    {
        string folder = settings.Folder ?? Environment.CurrentDirectory;
        if (Problem(settings, folder) is { } problem) throw new InputException($"feedback.code_tests.run: {problem}.");
        _settings = settings;
        _run = [.. settings.Run.Select(r => r.Replace(FolderPlace, folder, StringComparison.Ordinal))];
        if (ProgramPath.Find(_run[0], folder) is { } program) _run = [program, .. _run.Skip(1)];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken)
    {
        FeedbackResult[] results = new FeedbackResult[requests.Count];
        for (int i = 0; i < results.Length; i++) results[i] = await ScoreAsync(requests[i], cancellationToken).ConfigureAwait(false);
        return results;
    }

    /// <summary>What is wrong with the command before it is ever run; null where it is sound.</summary>
    internal static string? Problem(CodeTestsSection settings, string folder) =>
        ProgramPath.Problem([.. settings.Run.Select(r => r.Replace(FolderPlace, folder, StringComparison.Ordinal))], folder);

    private async Task<FeedbackResult> ScoreAsync(FeedbackRequest request, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("hir-code-").FullName;
        try
        {
            WriteFiles(folder, request);
            return await RunAsync(folder, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Delete(folder);
        }
    }

    private void WriteFiles(string folder, FeedbackRequest request)
    {
        string code = _settings.Extract == CodePart.CodeBlock ? CodeBlock.LastIn(request.Output) : request.Output;
        Write(_settings.OutputFile, code);
        if (request.Target is { } target) Write(_settings.TargetFile, target);
        Write(RequestFile, ScoreLines.ToJson(request).ToJsonString(Json.Plain));

        // As bytes: halves of surrogate pairs become marks, where a writer of text would refuse them.
        void Write(string name, string text) => File.WriteAllBytes(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text));
    }

    private async Task<FeedbackResult> RunAsync(string folder, CancellationToken cancellationToken)
    {
        TimeSpan limit = TimeSpan.FromSeconds(_settings.Seconds);
        ProgramStart program = new(_run, folder) { Lifetime = limit + Later, Environment = Surroundings(folder) };
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(limit);
        try
        {
            ProgramRun run = await ProgramRun.ToEndAsync(program, default, _settings.MaxOutputBytes, ending.Token).ConfigureAwait(false);
            return run.PrintedTooMuch
                ? FeedbackResult.Ok(0, $"it printed over {_settings.MaxOutputBytes} bytes and was killed")
                : TestOutcome.Of(run);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            string reason = FormattableString.Invariant($"the tests took longer than {_settings.Seconds} s and were killed");
            return _settings.TimeoutIsWrong ? FeedbackResult.Ok(0, reason) : new FeedbackResult(ScoreStatus.Timeout, null, reason);
        }
    }

    // What generated code could read and send elsewhere (keys, tokens, addresses) often lies in the environment.
    private static Dictionary<string, string> Surroundings(string folder) => new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
        ["HOME"] = folder,
        ["TMPDIR"] = folder,
        ["LANG"] = "C.UTF-8",
        ["PYTHONDONTWRITEBYTECODE"] = "1",
    };

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something that left the group still writes there, or the code took rights away. The system's clean-up gets it.
        }
    }
}
