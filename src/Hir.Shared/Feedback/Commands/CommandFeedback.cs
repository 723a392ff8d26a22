using System.Collections.Concurrent;
using System.Text;
using Hir.Shared.Feedback.Processes;

namespace Hir.Shared.Feedback.Commands;

/// <summary>
/// What an external command says: it reads an output a line from its standard input, and prints a score a line, both JSON. It is started
/// for each batch, or serves one after the other. A call that breaks the rules (another number of lines, no JSON, an exit code, no end of
/// printing) fails, and the next one starts a new process.
/// </summary>
public sealed class CommandFeedback : IFeedback, IDisposable
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "command";

    private readonly ProgramStart _program;
    private readonly bool _isLongLived;
    private readonly ConcurrentBag<ScorerProcess> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>Creates it.</summary>
    /// <param name="settings">With a folder.</param>
    /// <exception cref="InputException">There is no such program.</exception>
    public CommandFeedback(CommandSection settings)
    {
        string folder = settings.Folder ?? Environment.CurrentDirectory;
        if (ProgramPath.Problem(settings.Run, folder) is { } problem) throw new InputException($"feedback.command.run: {problem}.");
        _program = new ProgramStart(settings.Run, folder);
        _isLongLived = settings.LongLived;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken)
    {
        if (!_isLongLived) return await RunAsync(requests, cancellationToken).ConfigureAwait(false);
        if (_idle.TryTake(out ScorerProcess? process))
        {
            try
            {
                return await AskAsync(process, requests, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException)
            {
                // It may have died while it waited, or have printed too much for the outputs before: these are asked again.
            }
        }

        return await AskAsync(new ScorerProcess(_program), requests, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the processes that wait for more.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out ScorerProcess? process)) process.Dispose();
    }

    private async Task<IReadOnlyList<FeedbackResult>> RunAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken)
    {
        int count = requests.Count;
        int most = (int)Math.Min(int.MaxValue / 2, (long)ScoreLines.Longest * (count + 1));
        ProgramRun run = await ProgramRun.ToEndAsync(_program, ScoreLines.Write(requests, firstId: 0), most, cancellationToken)
            .ConfigureAwait(false);
        if (run.PrintedTooMuch) throw new InvalidDataException($"the command printed over {most} bytes for {count} outputs and was killed");
        if (run.ExitCode != 0) throw new InvalidDataException($"the command ended with {run.Ending}");
        string[] lines = [.. Encoding.UTF8.GetString(run.Output).Split('\n').Where(l => !string.IsNullOrWhiteSpace(l))];
        // What is no answer says more than a number of lines.
        FeedbackResult[] results = ScoreLines.Read(lines, firstId: 0);
        return results.Length == count
            ? results
            : throw new InvalidDataException($"the command printed {lines.Length} lines for {count} outputs");
    }

    private async Task<IReadOnlyList<FeedbackResult>> AskAsync(
        ScorerProcess process, IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken)
    {
        bool isSound = false;
        try
        {
            IReadOnlyList<FeedbackResult> results = await process.AskAsync(requests, cancellationToken).ConfigureAwait(false);
            isSound = true;
            return results;
        }
        finally
        {
            // A process that broke the rules once may be anywhere in its answers.
            if (!isSound) process.Abort();
            else _idle.Add(process);
            if (_isDisposed) Dispose();
        }
    }
}
