using System.Collections;
using System.Text;
using System.Threading.Channels;
using Hir.Shared.Feedback.Processes;

namespace Hir.Shared.Feedback.Commands;

/// <summary>A process that answers batch after batch, a line for a line. One call at a time.</summary>
internal sealed class ScorerProcess : IDisposable
{
    // How long it may take to end once its input is closed.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly ChildProcess _child;
    private readonly OutputReader _errors;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private long _asked;
    private long _printed;
    private long _allowed;

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public ScorerProcess(ProgramStart program)
    {
        // Python would keep its lines until it ends; the variable makes it write each at once.
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        environment["PYTHONUNBUFFERED"] = "1";
        _child = ChildProcess.Start(program with { Environment = environment });
        _errors = OutputReader.Tail(_child.Errors);
        _allowed = ScoreLines.Longest;
        PipeThread.Start(ReadLines);
    }

    /// <summary>Asks for the scores of a batch.</summary>
    /// <param name="requests">The outputs.</param>
    /// <param name="cancellationToken">Kills the process.</param>
    /// <exception cref="InvalidDataException">
    /// It ended, printed too much, had printed more than it was asked for, or a line is no answer to its output.
    /// </exception>
    public async Task<IReadOnlyList<FeedbackResult>> AskAsync(IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken)
    {
        int count = requests.Count;
        long firstId = _asked;
        _asked += count;
        byte[] input = ScoreLines.Write(requests, firstId);
        using CancellationTokenRegistration kill = cancellationToken.Register(_child.Kill);
        if (_lines.Reader.TryRead(out string? extra))
        {
            throw new InvalidDataException($"the command printed a line too many, '{Shown.Start(extra)}': one for each output is right");
        }

        Interlocked.Exchange(ref _printed, 0);
        Interlocked.Exchange(ref _allowed, (long)ScoreLines.Longest * (count + 1));
        Task written = PipeThread.Start(() => Write(input));
        string[] answers = new string[count];
        for (int i = 0; i < count; i++)
        {
            try
            {
                answers[i] = await _lines.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                throw new InvalidDataException(await EndingAsync(i, count).ConfigureAwait(false));
            }
        }

        await written.WaitAsync(cancellationToken).ConfigureAwait(false);
        return ScoreLines.Read(answers, firstId);
    }

    /// <summary>Ends it: with its input closed it may end by itself, and is killed if it does not.</summary>
    public void Dispose()
    {
        try
        {
            _child.Input.Close();
        }
        catch (IOException)
        {
            // It has ended.
        }

        _child.WaitAsync().Wait(Grace);
        Abort();
    }

    /// <summary>Kills it.</summary>
    public void Abort() => _child.Dispose();

    private async Task<string> EndingAsync(int answered, int count)
    {
        if (Interlocked.Read(ref _printed) > Interlocked.Read(ref _allowed))
        {
            return $"the command printed over {_allowed} bytes for {count} outputs and was killed";
        }

        Task ended = _child.WaitAsync();
        await Task.WhenAny(Task.WhenAll(ended, _errors.Done), Task.Delay(Grace)).ConfigureAwait(false);
        if (!ended.IsCompleted) return $"the command closed its output after {answered} of {count} answers";
        string said = Shown.End(Encoding.UTF8.GetString(_errors.Bytes));
        string ending = $"the command ended with exit code {_child.ExitCode} after {answered} of {count} answers";
        return said.Length > 0 ? $"{ending}: {said}" : ending;
    }

    private void Write(byte[] input)
    {
        try
        {
            _child.Input.Write(input);
            _child.Input.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has ended; what it did not answer says so.
        }
    }

    private void ReadLines()
    {
        byte[] buffer = new byte[1 << 14];
        List<byte> line = [];
        while (PipeThread.Read(_child.Output, buffer) is > 0 and var read)
        {
            if (Interlocked.Add(ref _printed, read) > Interlocked.Read(ref _allowed))
            {
                _child.Kill();
                break;
            }

            foreach (byte b in buffer.AsSpan(0, read))
            {
                if (b != '\n')
                {
                    line.Add(b);
                    continue;
                }

                string text = Encoding.UTF8.GetString([.. line]);
                line.Clear();
                if (!string.IsNullOrWhiteSpace(text)) _lines.Writer.TryWrite(text);
            }
        }

        _lines.Writer.Complete();
    }
}
