using System.Text;

namespace Hir.Shared.Feedback.Processes;

/// <summary>What came of a program that was run to its end.</summary>
/// <param name="ExitCode">Its exit code; 128 and more is a signal's number after it.</param>
/// <param name="Output">What it printed, within the limit.</param>
/// <param name="Errors">The end of what it said on standard error.</param>
/// <param name="PrintedTooMuch">It printed more than the limit and was killed for it.</param>
internal sealed record ProgramRun(int ExitCode, byte[] Output, string Errors, bool PrintedTooMuch)
{
    // What was killed lets go of its pipes at once; what left the group may hold them for ever.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>How it ended, for a message.</summary>
    public string Ending => Shown.End(Errors) is { Length: > 0 } said ? $"exit code {ExitCode}: {said}" : $"exit code {ExitCode}";

    /// <summary>Runs a program: gives it its input, reads what it prints, and kills what it leaves behind.</summary>
    /// <param name="program">The program.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="mostOutput">How many bytes it may print.</param>
    /// <param name="cancellationToken">Kills it, and all that it started.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was killed by the token.</exception>
    public static async Task<ProgramRun> ToEndAsync(
        ProgramStart program, ReadOnlyMemory<byte> input, int mostOutput, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using ChildProcess child = ChildProcess.Start(program);
        bool tooMuch = false;
        OutputReader output = OutputReader.Whole(child.Output, mostOutput, () =>
        {
            Volatile.Write(ref tooMuch, true);
            child.Kill();
        });
        OutputReader errors = OutputReader.Tail(child.Errors);
        Task written = PipeThread.WriteAll(child.Input, input);
        using (cancellationToken.Register(child.Kill)) await child.WaitAsync().ConfigureAwait(false);
        child.KillGroup();
        Task closed = Task.WhenAll(output.Done, errors.Done, written);
        await Task.WhenAny(closed, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new ProgramRun(child.ExitCode, output.Bytes, Encoding.UTF8.GetString(errors.Bytes), Volatile.Read(ref tooMuch));
    }
}
