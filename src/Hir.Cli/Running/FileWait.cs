using System.Globalization;

namespace Hir.Cli.Running;

/// <summary>Waiting for what another role writes: says what it waits for, has a time limit, ends in a clear error.</summary>
internal sealed class FileWait(TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan FirstWord = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Limit = TimeSpan.FromHours(24);

    /// <summary>Waits until <paramref name="poll"/> gives a value.</summary>
    public async Task<T> ForAsync<T>(Func<T?> poll, string what, CancellationToken cancellationToken) where T : class
    {
        long start = time.GetTimestamp();
        bool said = false;
        while (true)
        {
            if (poll() is { } value) return value;
            TimeSpan waited = time.GetElapsedTime(start);
            if (waited > Limit)
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"waited {Limit.TotalHours} hours for {what}"));
            if (!said && waited > FirstWord)
            {
                say($"waiting for {what}");
                said = true;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }
}
