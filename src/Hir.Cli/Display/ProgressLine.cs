using System.Globalization;
using Hir.Shared.Metrics;

namespace Hir.Cli.Display;

/// <summary>
/// One line that shows how far a phase is, its rate and the time left: redrawn in place on a terminal, elsewhere a plain line at the
/// start, at the end and every ten seconds between.
/// </summary>
internal sealed class ProgressLine(TextWriter writer, bool isTerminal, TimeProvider time)
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private string _phase = "";
    private long _started;
    private long _firstDone;
    private long _shown;
    private bool _drawn;

    public void Report(PhaseProgress value)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            string name = value.Iteration is { } i
                ? string.Create(CultureInfo.InvariantCulture, $"iteration {i}: {value.Phase}")
                : value.Phase;
            bool isNew = name != _phase;
            if (isNew)
            {
                _phase = name;
                _started = now;
                _firstDone = value.Done;
            }

            bool isLast = value.Done >= value.Total;
            if (!isNew && !isLast && time.GetElapsedTime(_shown, now) < (isTerminal ? TerminalInterval : PlainInterval)) return;
            _shown = now;
            string line = Line(name, value, time.GetElapsedTime(_started, now));
            if (isTerminal)
            {
                writer.Write("\r\x1b[2K" + line);
                _drawn = true;
                if (isLast) EndLine();
            }
            else
            {
                writer.WriteLine(line);
            }

            if (isLast) _phase = "";
        }
    }

    /// <summary>Makes room for another line.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_drawn) EndLine();
        }
    }

    private void EndLine()
    {
        writer.WriteLine();
        _drawn = false;
    }

    private string Line(string name, PhaseProgress value, TimeSpan elapsed)
    {
        double seconds = elapsed.TotalSeconds;
        double rate = seconds > 0.05 ? (value.Done - _firstDone) / seconds : 0;
        string text = string.Create(CultureInfo.InvariantCulture, $"{name}  {value.Done:N0}/{value.Total:N0} {value.Unit}");
        if (rate > 0) text += string.Create(CultureInfo.InvariantCulture, $"  {rate:N1}/s");
        if (rate > 0 && value.Done < value.Total) text += $"  {Duration((value.Total - value.Done) / rate)} left";
        return value.Detail is null ? text : $"{text}  {value.Detail}";
    }

    /// <summary>A time such as 8 s, 2 min 5 s or 1 h 3 min.</summary>
    public static string Duration(double seconds)
    {
        if (seconds < 60) return string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s");
        var time = TimeSpan.FromSeconds(seconds);
        return time.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min");
    }
}
