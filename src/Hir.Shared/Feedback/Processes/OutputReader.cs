namespace Hir.Shared.Feedback.Processes;

/// <summary>
/// Reads what a program prints on a thread of its own, so that no pipe fills up and blocks it, and keeps a bounded part of it.
/// </summary>
internal sealed class OutputReader
{
    private readonly MemoryStream _kept = new();

    private OutputReader(Stream stream, Func<MemoryStream, ReadOnlySpan<byte>, bool> keep) =>
        Done = PipeThread.Start(() =>
        {
            byte[] buffer = new byte[1 << 14];
            bool more = true;
            while (more && PipeThread.Read(stream, buffer) is > 0 and var read)
            {
                lock (_kept) more = keep(_kept, buffer.AsSpan(0, read));
            }
        });

    /// <summary>Ends when the program, and whoever else holds its output, has closed it.</summary>
    public Task Done { get; }

    /// <summary>What is kept of what was read so far.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (_kept) return _kept.ToArray();
        }
    }

    /// <summary>Keeps everything up to a limit.</summary>
    /// <param name="stream">The program's output.</param>
    /// <param name="most">How many bytes it may print.</param>
    /// <param name="exceeded">Called, from the reading thread, when it prints more; nothing is read after that.</param>
    public static OutputReader Whole(Stream stream, int most, Action exceeded) => new(stream, (kept, bytes) =>
    {
        int room = most - (int)kept.Length;
        kept.Write(bytes[..Math.Min(room, bytes.Length)]);
        if (bytes.Length <= room) return true;
        exceeded();
        return false;
    });

    /// <summary>Keeps the last bytes only.</summary>
    public static OutputReader Tail(Stream stream) => new(stream, (kept, bytes) =>
    {
        const int Kept = 1 << 12;
        byte[] longer = [.. kept.ToArray(), .. bytes];
        kept.SetLength(0);
        kept.Write(longer.AsSpan(Math.Max(0, longer.Length - Kept)));
        return true;
    });
}
