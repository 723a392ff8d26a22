namespace Hir.Shared.Feedback.Processes;

/// <summary>Blocking work on pipes, on threads of its own: the thread pool has few, and a program may keep a pipe open for long.</summary>
internal static class PipeThread
{
    /// <summary>Starts work.</summary>
    public static Task Start(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Reads what is there; 0 at the end, and when the pipe is closed under it.</summary>
    public static int Read(Stream stream, byte[] buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return 0;
        }
    }

    /// <summary>Writes a program's whole input and closes it. A program need not read it.</summary>
    public static Task WriteAll(Stream stream, ReadOnlyMemory<byte> bytes) => Start(() =>
    {
        try
        {
            using (stream) stream.Write(bytes.Span);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has ended, or closed its input.
        }
    });
}
